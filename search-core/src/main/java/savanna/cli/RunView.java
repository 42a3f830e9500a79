package savanna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.source.ProgramSource;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.store.StageTable;

/**
 * A run as {@code inspect} shows it.
 *
 * @param path     of the run folder
 * @param stages   in order
 * @param best     best distinct functions, best first
 * @param outcomes how many functions were trained, by outcome
 * @param lineage  of the winner (or, before there is one, of the best program), from the start
 * @param winner   the winner, once there is one
 */
record RunView(Path path, List<StageTable.Stage> stages, List<RunQueries.FunctionRow> best, List<RunQueries.OutcomeCount> outcomes, List<RunQueries.Step> lineage,
        Optional<ProgramView> winner) {

    static RunView of(Path path, RunQueries run, int rows) {
        Path winnerFile = RunFolder.winnerFile(path);
        Optional<ProgramView> winner = Files.isRegularFile(winnerFile) ? Optional.of(new ProgramView(AbstractExecution.ofValid(ProgramSource.find(winnerFile.toString()))))
                : Optional.empty();
        List<RunQueries.FunctionRow> best = run.best(rows);
        Optional<RunQueries.FunctionRow> traced = winner.flatMap(view -> run.functions(view.analysis().hash().toString()).stream().findFirst())
                .or(() -> best.stream().findFirst());
        return new RunView(path, run.stages(), best, run.outcomes(), traced.map(row -> run.lineage(row.stage(), row.number())).orElse(List.of()), winner);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Run " + path);
        lines.add("");
        TextTable stageTable = new TextTable("stage", "kind", "programs", "evaluated", "ended by");
        stages.forEach(stage -> stageTable.add(stage.name(), stage.kind(), Numbers.count(stage.programs()), Numbers.count(stage.evaluations()),
                stage.reason().map(reason -> reason.toLowerCase(Locale.ROOT).replace('_', '-')).orElse("under way")));
        lines.addAll(stageTable.lines());
        lines.add("");
        lines.add("Functions trained: " + String.join(", ", outcomes.stream()
                .map(count -> Numbers.count(count.functions()) + " " + count.outcome().toLowerCase(Locale.ROOT).replace('_', '-')).toList()));
        lines.add("");
        lines.add("Hall of fame (fitness on the search seeds, lower is better)");
        TextTable table = new TextTable("rank", "fitness", "live", "statements", "states", "program", "made");
        for (int i = 0; i < best.size(); i++) {
            RunQueries.FunctionRow row = best.get(i);
            table.add(Integer.toString(i + 1), Numbers.fitness(row.fitness().orElse(Double.NaN)), Integer.toString(row.liveStatements()), Integer.toString(row.statements()),
                    Integer.toString(row.states()), row.hash().substring(0, 8), row.stage() + " #" + row.number());
        }
        lines.addAll(table.lines());
        lines.add("");
        lines.add("Lineage of " + (winner.isPresent() ? "the winner" : "the best program so far"));
        TextTable steps = new TextTable("made", "fitness", "program", "mutation");
        lineage.forEach(step -> steps.add(step.stage() + " #" + step.number(), Numbers.fitness(step.fitness().orElse(Double.NaN)), step.hash().substring(0, 8), step.mutation()));
        lines.addAll(steps.lines());
        winner.ifPresent(view -> {
            lines.add("");
            lines.add("Winner");
            lines.addAll(view.lines());
        });
        return lines;
    }

    Object document() {
        return Json.object(
                "run", path.toString(),
                "stages", stages.stream().map(stage -> Json.object("stage", stage.name(), "kind", stage.kind(), "programs", stage.programs(), "evaluations",
                        stage.evaluations(), "seconds", stage.elapsedMs() / 1000.0, "endedBy", stage.reason().orElse(null))).toList(),
                "outcomes", outcomes.stream().map(count -> Json.object("outcome", count.outcome(), "functions", count.functions())).toList(),
                "hallOfFame", best.stream().map(row -> Json.object("hash", row.hash(), "fitness", row.fitness().orElse(Double.NaN), "stage", row.stage(), "number",
                        row.number(), "statements", row.statements(), "liveStatements", row.liveStatements(), "states", row.states(), "program", row.program())).toList(),
                "lineage", lineage.stream().map(step -> Json.object("stage", step.stage(), "number", step.number(), "mutation", step.mutation(), "hash", step.hash(),
                        "fitness", step.fitness().isPresent() ? step.fitness().getAsDouble() : null)).toList(),
                "winner", winner.map(ProgramView::document).orElse(null));
    }
}
