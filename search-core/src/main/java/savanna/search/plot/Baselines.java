package savanna.search.plot;

import java.util.List;
import savanna.search.chart.Curve;
import savanna.search.source.ProgramSource;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;

/** What a search has to beat, as level lines in a chart of fitness. */
public final class Baselines {

    /** What a reader should know of the level. */
    public static final String NOTE =
            "The level is the start program with its constants tuned, on the fresh seeds of the ranking; the searches are on their own seeds.";

    private static final String STAGE = "ranking";

    private Baselines() {}

    /**
     * The tuned start program of a run, where the run has come to measure it.
     *
     * @param shown fitness, or fitness and price
     * @param end how far the line goes, in the unit of the horizontal axis
     */
    public static List<Curve> levels(RunQueries run, BestShown shown, double end) {
        String start = ProgramSource.name(run.config().optionalText("start").orElse("start"));
        return run.rankings().stream()
                .filter(row -> row.stage().equals(STAGE)
                        && row.role() instanceof RankingTable.Baseline
                        && row.fitness().isPresent())
                .map(row -> {
                    double level = shown.of(row, run).getAsDouble();
                    return new Curve(
                            start + ", tuned",
                            Curve.Mark.LEVEL,
                            List.of(0.0, end),
                            List.of(level, level),
                            row.error().isPresent()
                                    ? List.of(
                                            row.error().getAsDouble(),
                                            row.error().getAsDouble())
                                    : List.of());
                })
                .toList();
    }
}
