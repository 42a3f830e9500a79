package savanna.search.report;

import static j2html.TagCreator.h2;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import savanna.search.chart.Chart;
import savanna.search.chart.Curve;
import savanna.search.plot.Baselines;
import savanna.search.plot.BestShown;
import savanna.search.store.MetaTable;
import savanna.search.store.RunQueries;

/** How the searches went, as charts over the programs that they made. */
record SearchSection(RunQueries run) {

    private static final String PROGRAMS = "programs made";

    List<DomContent> parts() {
        BestShown shown = BestShown.of(run);
        List<DomContent> parts = new ArrayList<>(
                List.of(
                        h2("Search"),
                        Pieces.figureOf(new Chart(
                                "The best so far",
                                PROGRAMS,
                                shown.title(),
                                withLevel(
                                        curves(
                                                Curve.Mark.STEPS,
                                                row -> row.best().isPresent(),
                                                row -> shown.of(row).getAsDouble()),
                                        shown))),
                        Pieces.note(Baselines.NOTE),
                        Pieces.figureOf(new Chart(
                                "Programs known without training",
                                PROGRAMS,
                                "share, %",
                                curves(
                                        Curve.Mark.LINE,
                                        row -> row.programs() > 0,
                                        row -> 100 * (1 - row.evaluations() / (double) row.programs())))),
                        Pieces.figureOf(new Chart(
                                "Redundant statements",
                                PROGRAMS,
                                "share, %",
                                curves(
                                        Curve.Mark.LINE,
                                        row -> row.statements() > 0,
                                        row -> 100 * row.redundantStatements() / (double) row.statements()))),
                        Pieces.note(
                                "Shares of all programs so far. Late in its searches the paper had 89.1% of programs known from the cache and 69.8% redundant statements.")));
        if (!run.metaValidation().isEmpty()) {
            parts.add(Pieces.figureOf(new Chart(
                    "Meta-validation: the best so far on a larger task", PROGRAMS, "fitness", metaValidation())));
        }
        return parts;
    }

    private List<Curve> curves(
            Curve.Mark mark,
            Predicate<RunQueries.ProgressRow> isThere,
            Function<RunQueries.ProgressRow, Double> value) {
        return byStage(run.progress(), RunQueries.ProgressRow::stage).entrySet().stream()
                .map(stage -> {
                    List<RunQueries.ProgressRow> rows =
                            stage.getValue().stream().filter(isThere).toList();
                    return Curve.of(
                            stage.getKey(),
                            mark,
                            rows.stream().map(row -> (double) row.programs()).toList(),
                            rows.stream().map(value).toList());
                })
                .toList();
    }

    private List<Curve> withLevel(List<Curve> searches, BestShown shown) {
        List<Curve> all = new ArrayList<>(searches);
        all.addAll(Baselines.levels(
                run,
                shown,
                searches.stream()
                        .flatMap(curve -> curve.x().stream())
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0)));
        return all;
    }

    private List<Curve> metaValidation() {
        return byStage(run.metaValidation(), MetaTable.Row::stage).entrySet().stream()
                .map(stage -> {
                    List<MetaTable.Row> rows = stage.getValue().stream()
                            .filter(row -> row.fitness().isPresent())
                            .toList();
                    return new Curve(
                            stage.getKey(),
                            Curve.Mark.LINE,
                            rows.stream().map(row -> (double) row.programs()).toList(),
                            rows.stream()
                                    .map(row -> row.fitness().getAsDouble())
                                    .toList(),
                            rows.stream().map(row -> row.error().orElse(0)).toList());
                })
                .toList();
    }

    private static <T> Map<String, List<T>> byStage(List<T> rows, Function<T, String> stage) {
        return rows.stream().collect(Collectors.groupingBy(stage, LinkedHashMap::new, Collectors.toList()));
    }
}
