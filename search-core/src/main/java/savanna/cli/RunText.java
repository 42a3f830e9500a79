package savanna.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.search.pipeline.Ranking;
import savanna.search.store.ComparisonTable;
import savanna.search.store.MetaCurve;
import savanna.search.store.RankingTable;
import savanna.search.text.Lineage;
import savanna.search.text.Numbers;
import savanna.search.text.Verdicts;
import savanna.search.text.Words;

/** A run as text, for a terminal. */
record RunText(RunView run) {

    /** Columns of a terminal. */
    private static final int WIDTH = 80;

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Run " + run.path(), ""));
        stageLines(lines);
        section(
                lines,
                "Hall of fame (fitness on the search seeds" + (isPriced() ? " + price" : "") + ", lower is better)",
                FunctionTable.of(run.best()));
        section(lines, "Pareto front of live statements, states and fitness", FunctionTable.of(run.pareto()));
        funnelLines(lines);
        metaLines(lines);
        lineageLines(lines);
        comparisonLines(lines);
        run.winner().ifPresent(view -> {
            lines.add("");
            lines.add(run.title());
            lines.addAll(view.lines());
        });
        return lines;
    }

    private boolean isPriced() {
        return run.best().stream().anyMatch(view -> view.row().price() > 0);
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
        run.stages()
                .forEach(stage -> table.add(
                        stage.name(),
                        stage.kind(),
                        Numbers.count(stage.programs()),
                        Numbers.count(stage.evaluations()),
                        stage.reason().map(Words::of).orElse("under way")));
        lines.addAll(table.lines());
        if (!run.cut().isEmpty()) {
            lines.add("");
            paragraph(lines, "Cut short, since the time of the run was up: " + String.join(", ", run.cut()));
        }
        lines.add("");
        paragraph(
                lines,
                "Functions, those that the searches started from included: "
                        + String.join(
                                ", ",
                                run.outcomes().stream()
                                        .map(count ->
                                                Numbers.count(count.functions()) + " " + Words.of(count.outcome()))
                                        .toList())
                        + "; " + Words.of(run.trainings()));
    }

    /** A table for each stage, where the baseline leads. */
    private void funnelLines(List<String> lines) {
        Map<String, List<RankingTable.Row>> ranked = byStage(run.funnel(), RankingTable.Row::stage);
        ranked.forEach((stage, rows) -> {
            RankingTable.Row first = rows.get(0);
            TextTable table =
                    new TextTable("rank", "fitness", "error", "to base", "error", "live", "states", "program", "");
            for (RankingTable.Row row : rows) {
                table.add(
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
                        Verdicts.brief(row));
                Verdicts.tuned(row).ifPresent(table::note);
            }
            section(
                    lines,
                    "Funnel, " + stage + ": " + first.task() + ", " + first.seeds() + " fresh seeds"
                            + (first.role() instanceof RankingTable.Baseline baseline
                                    ? "; " + Verdicts.baseline(baseline.tries())
                                    : ""),
                    table);
        });
        if (!ranked.isEmpty()) {
            lines.add("");
            paragraph(lines, Ranking.RULE + " Near: within one standard error of the best.");
        }
    }

    private void comparisonLines(List<String> lines) {
        if (run.comparison().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("program", "rate", "fitness", "error", "to winner", "error");
        List<List<ComparisonTable.Row>> byTask = ComparisonTable.byTask(run.comparison());
        byTask.get(0)
                .forEach(row -> table.add(
                        Words.program(row.name()),
                        Words.rate(row.rateFactor()),
                        row.fitness().isPresent() ? number(row.fitness()) : Words.of(row.outcome()),
                        number(row.error()),
                        row.position() == 0 ? "" : Numbers.difference(row.difference()),
                        row.position() == 0 ? "" : number(row.differenceError())));
        lines.add("");
        paragraph(lines, Words.unused(run.comparison().get(0).seeds()));
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
        if (!run.meta().isEmpty()) {
            lines.add("");
        }
        run.meta().forEach(curve -> paragraph(lines, metaWords(curve)));
    }

    /** A table for each stage that the line of ancestors runs through. */
    private void lineageLines(List<String> lines) {
        String title = "Lineage of " + (run.winner().isPresent() ? "the winner" : "the best program so far");
        Lineage line = Lineage.of(run.lineage());
        byStage(
                        run.isWholeLineage() ? line.steps() : line.changes(),
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
        if (!run.isWholeLineage() && line.neutral() > 0) {
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
}
