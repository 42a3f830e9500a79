package savanna.search.report;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import savanna.search.chart.Chart;
import savanna.search.chart.Curve;
import savanna.search.store.RunQueries;
import savanna.search.text.FunctionView;
import savanna.search.text.Numbers;

/** The best functions: hall of fame, Pareto front, size against fitness. */
record FunctionsSection(RunQueries run) {

    /** Rows of the hall of fame. */
    private static final int HALL = 12;
    /** Best functions among which the chart chooses. */
    private static final int CHARTED = 400;

    List<DomContent> parts() {
        List<RunQueries.FunctionRow> front = run.paretoFront();
        return List.of(
                h2("Hall of fame and Pareto front"),
                Pieces.figureOf(chart(near(run.best(CHARTED)), front)),
                Pieces.note("The figure leaves out functions that are far worse than the better half."),
                h3("Pareto front: no other function is at least as small, with as few states, and better"),
                functions(front),
                h3("Hall of fame"),
                functions(run.best(HALL)),
                Pieces.note(
                        "Fitness on the seeds of the search, by which the search has selected; beside it that on the fresh seeds of the ranking, where the program was ranked."));
    }

    private static Chart chart(List<RunQueries.FunctionRow> best, List<RunQueries.FunctionRow> front) {
        List<Curve> curves = new ArrayList<>(best.stream()
                .map(row -> (int) Math.ceil(row.states()))
                .distinct()
                .sorted()
                .map(states -> curve(
                        Numbers.counted(states, "state"),
                        Curve.Mark.POINTS,
                        best.stream()
                                .filter(row -> Math.ceil(row.states()) == states)
                                .toList()))
                .toList());
        curves.add(curve(
                "Pareto front",
                Curve.Mark.RINGS,
                front.stream().filter(best::contains).toList()));
        return new Chart("Size against fitness of the best functions", "live statements", "fitness", curves);
    }

    private static Curve curve(String name, Curve.Mark mark, List<RunQueries.FunctionRow> rows) {
        return Curve.of(
                name,
                mark,
                rows.stream().map(row -> (double) row.liveStatements()).toList(),
                rows.stream().map(row -> row.fitness().orElse(Double.NaN)).toList());
    }

    private DomContent functions(List<RunQueries.FunctionRow> rows) {
        List<FunctionView> views = FunctionView.of(rows, run);
        return Pieces.tableOf(
                List.of("", "program", "family", "fitness", "fresh seeds", "live", "states", "made", "simplified"),
                IntStream.range(0, rows.size())
                        .mapToObj(i -> List.of(
                                Integer.toString(i + 1),
                                rows.get(i).hash().substring(0, 8),
                                views.get(i).family(),
                                Numbers.fitness(rows.get(i).fitness()),
                                views.get(i).fresh(),
                                Integer.toString(rows.get(i).liveStatements()),
                                Numbers.states(rows.get(i).states()),
                                rows.get(i).stage() + " #" + rows.get(i).number(),
                                views.get(i).formula()))
                        .toList());
    }

    /** Without those that are far worse than half of the others: they would flatten the figure. */
    private static List<RunQueries.FunctionRow> near(List<RunQueries.FunctionRow> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        double first = rows.get(0).fitness().orElse(0);
        double median = rows.get(rows.size() / 2).fitness().orElse(first);
        return rows.stream()
                .filter(row -> row.fitness().orElse(Double.POSITIVE_INFINITY) <= median + 2 * (median - first))
                .toList();
    }
}
