package savanna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.pipeline.Ranking;
import savanna.search.store.ComparisonTable;
import savanna.search.store.MetaCurve;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;
import savanna.search.text.FunctionView;
import savanna.search.text.Lineage;
import savanna.search.text.Numbers;
import savanna.search.text.Verdicts;
import savanna.search.text.Words;

/**
 * A run as {@code inspect} shows it.
 *
 * @param path of the run folder
 * @param stages in order
 * @param outcomes how many functions were trained, by outcome
 * @param trainings how many were made, and their time
 * @param best best distinct functions, best first
 * @param pareto functions that none surpasses in statements, states and fitness at once
 * @param funnel the stages of the funnel
 * @param meta the meta-validation curves
 * @param lineage of the winner (or, before there is one, of the best program), from the start, every step
 * @param isWholeLineage whether the steps that changed nothing are shown too
 * @param cut stages that the end of the run's time cut short
 * @param comparison the final comparison
 * @param title what to call the winner
 * @param winner the winner, once there is one
 */
record RunView(
        Path path,
        List<StageTable.Stage> stages,
        List<RunQueries.OutcomeCount> outcomes,
        RunQueries.Trainings trainings,
        List<FunctionView> best,
        List<FunctionView> pareto,
        List<RankingTable.Row> funnel,
        List<MetaCurve> meta,
        List<RunQueries.Step> lineage,
        boolean isWholeLineage,
        List<String> cut,
        List<ComparisonTable.Row> comparison,
        String title,
        Optional<ProgramView> winner) {

    /** Columns of a terminal. */
    private static final int WIDTH = 80;

    static RunView of(Path path, RunQueries run, int rows, boolean isWholeLineage) {
        Optional<ProgramView> winner = run.winner().map(program -> new ProgramView(AbstractExecution.ofValid(program)));
        List<RunQueries.FunctionRow> best = run.best(rows);
        List<RunQueries.Step> lineage = winner.map(view -> run.lineageOf(
                        view.analysis().hash().toString(),
                        view.analysis().program().toString()))
                .filter(steps -> !steps.isEmpty())
                .or(() -> best.stream().findFirst().map(row -> run.lineage(row.stage(), row.number())))
                .orElse(List.of());
        return new RunView(
                path,
                run.stages(),
                run.outcomes(),
                run.trainings(),
                FunctionView.of(best, run),
                FunctionView.of(run.paretoFront(), run),
                run.rankings(),
                MetaCurve.of(run.metaValidation()),
                lineage,
                isWholeLineage,
                run.cut(),
                run.comparison(),
                Verdicts.chosen(run),
                winner);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Run " + path, ""));
        stageLines(lines);
        section(
                lines,
                "Hall of fame (fitness on the search seeds" + (isPriced() ? " + price" : "") + ", lower is better)",
                FunctionTable.of(best));
        section(lines, "Pareto front of live statements, states and fitness", FunctionTable.of(pareto));
        funnelLines(lines);
        metaLines(lines);
        lineageLines(lines);
        comparisonLines(lines);
        winner.ifPresent(view -> {
            lines.add("");
            lines.add(title);
            lines.addAll(view.lines());
        });
        return lines;
    }

    private boolean isPriced() {
        return best.stream().anyMatch(view -> view.row().price() > 0);
    }

    private static void section(List<String> lines, String title, TextTable table) {
        lines.add("");
        lines.add(title);
        lines.addAll(table.lines(WIDTH));
    }

    private static void paragraph(List<String> lines, String text) {
        lines.addAll(DerivationText.wrapped(text, WIDTH));
    }

    private void stageLines(List<String> lines) {
        TextTable table = new TextTable("stage", "kind", "programs", "evaluated", "ended by");
        stages.forEach(stage -> table.add(
                stage.name(),
                stage.kind(),
                Numbers.count(stage.programs()),
                Numbers.count(stage.evaluations()),
                stage.reason().map(Words::of).orElse("under way")));
        lines.addAll(table.lines());
        if (!cut.isEmpty()) {
            lines.add("");
            paragraph(lines, "Cut short, since the time of the run was up: " + String.join(", ", cut));
        }
        lines.add("");
        paragraph(
                lines,
                "Functions, those that the searches started from included: "
                        + String.join(
                                ", ",
                                outcomes.stream()
                                        .map(count ->
                                                Numbers.count(count.functions()) + " " + Words.of(count.outcome()))
                                        .toList())
                        + "; " + Words.of(trainings));
    }

    /** A table for each stage, where the baseline leads. */
    private void funnelLines(List<String> lines) {
        Map<String, List<RankingTable.Row>> stages = byStage(funnel, RankingTable.Row::stage);
        stages.forEach((stage, rows) -> {
            RankingTable.Row first = rows.get(0);
            TextTable table =
                    new TextTable("rank", "fitness", "error", "to base", "error", "live", "states", "program", "");
            rows.forEach(row -> table.add(
                    row.position() == 0 ? "" : Integer.toString(row.position()),
                    number(row.fitness()),
                    number(row.error()),
                    row.difference().isPresent()
                            ? Numbers.difference(row.difference().getAsDouble())
                            : "",
                    number(row.differenceError()),
                    Integer.toString(row.liveStatements()),
                    Integer.toString(row.states()),
                    id(row.hash()),
                    Verdicts.brief(row)));
            section(
                    lines,
                    "Funnel, " + stage + ": " + first.task() + ", " + first.seeds() + " fresh seeds"
                            + (first.role() instanceof RankingTable.Baseline baseline
                                    ? "; " + Verdicts.baseline(baseline.tries())
                                    : ""),
                    table);
        });
        if (!stages.isEmpty()) {
            lines.add("");
            paragraph(lines, Ranking.RULE + " Near: within one standard error of the best.");
        }
    }

    private void comparisonLines(List<String> lines) {
        if (comparison.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("program", "rate", "fitness", "error", "to winner", "error");
        List<List<ComparisonTable.Row>> byTask = ComparisonTable.byTask(comparison);
        byTask.get(0)
                .forEach(row -> table.add(
                        Words.program(row.name()),
                        Words.rate(row.rateFactor()),
                        row.fitness().isPresent() ? number(row.fitness()) : Words.of(row.outcome()),
                        number(row.error()),
                        row.position() == 0 ? "" : Numbers.difference(row.difference()),
                        row.position() == 0 ? "" : number(row.differenceError())));
        lines.add("");
        paragraph(lines, Words.unused(comparison.get(0).seeds()));
        lines.addAll(table.lines());
        if (byTask.size() > 1) {
            lines.add("");
            paragraph(lines, Words.BY_TASK);
            lines.addAll(table(byTask).lines());
        }
    }

    private static TextTable table(List<List<ComparisonTable.Row>> byTask) {
        List<List<ComparisonTable.Row>> tasks = byTask.subList(1, byTask.size());
        TextTable table = new TextTable(Stream.concat(
                        Stream.of("program", "rate"),
                        tasks.stream().map(rows -> rows.get(0).task()))
                .toArray(String[]::new));
        for (int i = 0; i < byTask.get(0).size(); i++) {
            int index = i;
            ComparisonTable.Row first = byTask.get(0).get(i);
            table.add(Stream.concat(
                            Stream.of(Words.program(first.name()), Words.rate(first.rateFactor())),
                            tasks.stream()
                                    .map(rows -> rows.get(index))
                                    .map(row -> row.fitness().isPresent()
                                            ? number(row.fitness())
                                            : Words.of(row.outcome())))
                    .toArray(String[]::new));
        }
        return table;
    }

    private void metaLines(List<String> lines) {
        if (!meta.isEmpty()) {
            lines.add("");
        }
        meta.forEach(curve -> paragraph(lines, metaWords(curve)));
    }

    /** A table for each stage that the line of ancestors runs through. */
    private void lineageLines(List<String> lines) {
        String title = "Lineage of " + (winner.isPresent() ? "the winner" : "the best program so far");
        Lineage line = Lineage.of(lineage);
        byStage(
                        isWholeLineage ? line.steps() : line.changes(),
                        change -> change.step().stage())
                .forEach((stage, changes) -> {
                    TextTable steps = new TextTable("made", "fitness", "change", "program", "mutation");
                    changes.forEach(change -> steps.add(
                            "#" + change.step().number(),
                            number(change.step().fitness()),
                            Numbers.difference(change.fitness()),
                            id(change.step().hash()),
                            change.step().mutation()));
                    section(lines, title + ", " + stage, steps);
                });
        if (!isWholeLineage && line.neutral() > 0) {
            paragraph(
                    lines,
                    Numbers.counted(line.neutral(), "step")
                            + " that did not change what the program computes left out; --lineage shows all.");
        }
    }

    private static <T> Map<String, List<T>> byStage(List<T> rows, Function<T, String> stage) {
        return rows.stream().collect(Collectors.groupingBy(stage, LinkedHashMap::new, Collectors.toList()));
    }

    private static String metaWords(MetaCurve curve) {
        return "Meta-validation of " + curve.stage() + ": " + curve.rows().size() + " points; "
                + curve.turningPoint()
                        .map(row -> "turns down after " + Numbers.count(row.programs()) + " programs ("
                                + number(row.fitness()) + "): from there on the search overfits its task")
                        .orElse("does not turn down");
    }

    private static String id(String hash) {
        return hash.substring(0, 8);
    }

    private static String number(OptionalDouble value) {
        return Numbers.fitness(value.orElse(Double.NaN));
    }

    Map<String, Object> document() {
        return Json.object(
                "run", path.toString(),
                "stages",
                        stages.stream()
                                .map(stage -> Json.object(
                                        "stage",
                                        stage.name(),
                                        "kind",
                                        stage.kind(),
                                        "programs",
                                        stage.programs(),
                                        "evaluations",
                                        stage.evaluations(),
                                        "seconds",
                                        stage.elapsedMs() / 1000.0,
                                        "endedBy",
                                        stage.reason().orElse(null)))
                                .toList(),
                "outcomes",
                        outcomes.stream()
                                .map(count -> Json.object("outcome", count.outcome(), "functions", count.functions()))
                                .toList(),
                "trainings", Json.object("count", trainings.count(), "seconds", trainings.seconds()),
                "hallOfFame", best.stream().map(RunView::document).toList(),
                "paretoFront", pareto.stream().map(RunView::document).toList(),
                "funnel", funnel.stream().map(RunView::document).toList(),
                "metaValidation",
                        meta.stream()
                                .map(curve -> Json.object(
                                        "stage",
                                        curve.stage(),
                                        "turnsDownAt",
                                        curve.turningPoint()
                                                .map(row -> row.programs())
                                                .orElse(null),
                                        "points",
                                        curve.rows().stream()
                                                .map(row -> Json.object(
                                                        "programs",
                                                        row.programs(),
                                                        "hash",
                                                        row.hash(),
                                                        "searchFitness",
                                                        row.searchFitness(),
                                                        "fitness",
                                                        orNull(row.fitness()),
                                                        "error",
                                                        orNull(row.error())))
                                                .toList()))
                                .toList(),
                "lineage",
                        lineage.stream()
                                .map(step -> Json.object(
                                        "stage",
                                        step.stage(),
                                        "number",
                                        step.number(),
                                        "mutation",
                                        step.mutation(),
                                        "hash",
                                        step.hash(),
                                        "fitness",
                                        orNull(step.fitness())))
                                .toList(),
                "cutShort", cut,
                "comparison", comparison.stream().map(RunView::document).toList(),
                "verdict", title,
                "winner", winner.map(ProgramView::document).orElse(null));
    }

    private static Object document(ComparisonTable.Row row) {
        return Json.object(
                "name",
                row.name(),
                "rateFactor",
                row.rateFactor(),
                "hash",
                row.hash(),
                "task",
                row.task(),
                "seeds",
                row.seeds(),
                "outcome",
                row.outcome().name(),
                "fitness",
                orNull(row.fitness()),
                "error",
                orNull(row.error()),
                "difference",
                orNull(row.difference()),
                "differenceError",
                orNull(row.differenceError()),
                "program",
                row.program());
    }

    private static Object document(RankingTable.Row row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("stage", row.stage());
        document.put("task", row.task());
        document.put("position", row.position());
        document.put("hash", row.hash());
        document.put("seeds", row.seeds());
        document.put("fitness", orNull(row.fitness()));
        document.put("error", orNull(row.error()));
        document.put("difference", orNull(row.difference()));
        document.put("differenceError", orNull(row.differenceError()));
        document.put("states", row.states());
        document.put("liveStatements", row.liveStatements());
        if (row.role() instanceof RankingTable.Baseline baseline) {
            document.put("tries", baseline.tries());
        } else if (row.role() instanceof RankingTable.Entrant entrant) {
            document.put("passes", entrant.passes());
            document.put("nearBest", entrant.isNearBest());
            document.put("chosen", entrant.isChosen());
        }
        return document;
    }

    private static Object document(FunctionView view) {
        RunQueries.FunctionRow row = view.row();
        return Json.object(
                "family",
                view.family(),
                "nearest",
                view.resemblance().brief(),
                "formula",
                view.formula(),
                "fresh",
                view.fresh(),
                "hash",
                row.hash(),
                "fitness",
                orNull(row.fitness()),
                "price",
                row.price(),
                "stage",
                row.stage(),
                "number",
                row.number(),
                "statements",
                row.statements(),
                "liveStatements",
                row.liveStatements(),
                "states",
                plain(row.states()),
                "program",
                row.program());
    }

    private static Object orNull(OptionalDouble value) {
        return value.isPresent() ? (Object) value.getAsDouble() : null;
    }

    /** A whole number as one. */
    private static Number plain(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }
}
