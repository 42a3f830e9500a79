package savanna.search.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import savanna.dsl.program.Program;
import savanna.search.source.ProgramSource;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;

/** The stages of the funnel: who dropped out where, and why, in words. */
public final class Verdicts {

    private final Map<String, List<RankingTable.Row>> stages;

    public Verdicts(List<RankingTable.Row> rows) {
        this.stages = rows.stream()
                .collect(Collectors.groupingBy(RankingTable.Row::stage, LinkedHashMap::new, Collectors.toList()));
    }

    /** Rows by stage, in order; in each the baseline comes first. */
    public Map<String, List<RankingTable.Row>> stages() {
        return stages;
    }

    /**
     * What to call the program that was chosen.
     *
     * @param isBetter whether it beat the tuned start program
     * @param start the start program, as the config names it
     */
    public static String chosen(boolean isBetter, String start) {
        return isBetter ? "Winner" : "Best found, not better than " + ProgramSource.name(start) + " when that is tuned";
    }

    /** The same from the store of a run; without a record of the choice, a winner is taken at its word. */
    public static String chosen(RunQueries run) {
        boolean isBetter = run.rankings().stream()
                .filter(row -> row.role() instanceof RankingTable.Entrant entrant && entrant.isChosen())
                .allMatch(row -> ((RankingTable.Entrant) row.role()).passes());
        return chosen(isBetter, run.config().optionalText("start").orElse("the start program"));
    }

    /** How a baseline came about. @param tries variants from which it was tuned */
    public static String baseline(int tries) {
        return "baseline, " + (tries == 0 ? "as shipped" : "best of " + Numbers.counted(tries, "variant"));
    }

    /** What became of a program, in the words that leave most room in a table. */
    public static String brief(boolean passes, boolean isNearBest, boolean isChosen) {
        return (passes ? "passes" : "dropped") + (isNearBest ? ", near" : "") + (isChosen ? ", chosen" : "");
    }

    /** What became of a program in a stage, in the words that leave most room in a table. */
    public static String brief(RankingTable.Row row) {
        return row.role() instanceof RankingTable.Entrant entrant
                ? brief(entrant.passes(), entrant.isNearBest(), entrant.isChosen())
                : "baseline";
    }

    /** How a program was tuned for a stage before it was measured there, and by which hash that form is found. */
    public static Optional<String> tuned(RankingTable.Row row) {
        return row.tuned()
                .map(form -> "tuned: " + TunedWords.of(Program.parse(row.program()), Program.parse(form.program()))
                        + "; @" + form.hash().substring(0, 8));
    }

    /** What became of a program in a stage, and why. */
    public String reasoned(RankingTable.Row row) {
        if (row.role() instanceof RankingTable.Baseline baseline) {
            return baseline(baseline.tries());
        }
        RankingTable.Entrant entrant = (RankingTable.Entrant) row.role();
        return (entrant.passes() ? "passes" : "dropped: " + reason(row))
                + (entrant.isNearBest() ? ", near the best" : "")
                + (entrant.passes() && !goesOn(row) ? "; the next stage takes fewer" : "")
                + (entrant.isChosen() ? ", chosen" : "");
    }

    private static String reason(RankingTable.Row row) {
        if (row.fitness().isEmpty() || row.difference().isEmpty()) {
            return "not trained on every seed";
        }
        return row.difference().getAsDouble() >= 0 ? "no better than the baseline" : "better by less than the error";
    }

    /** Whether a program is in the next stage, or there is none. */
    private boolean goesOn(RankingTable.Row row) {
        List<String> names = List.copyOf(stages.keySet());
        int next = names.indexOf(row.stage()) + 1;
        return next == names.size()
                || stages.get(names.get(next)).stream()
                        .anyMatch(other -> other.hash().equals(row.hash()));
    }
}
