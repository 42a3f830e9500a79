package savanna.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import savanna.dsl.program.Program;
import savanna.search.store.ComparisonTable;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;
import savanna.search.text.FunctionView;
import savanna.search.text.TunedWords;

/** A run as JSON, for programs. */
record RunDocument(RunView run) {

    Map<String, Object> document() {
        return Json.object(
                "run", run.path().toString(),
                "stages",
                        run.stages().stream()
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
                        run.outcomes().stream()
                                .map(count -> Json.object("outcome", count.outcome(), "functions", count.functions()))
                                .toList(),
                "trainings",
                        Json.object(
                                "count",
                                run.trainings().count(),
                                "seconds",
                                run.trainings().seconds()),
                "hallOfFame", run.best().stream().map(RunDocument::document).toList(),
                "paretoFront", run.pareto().stream().map(RunDocument::document).toList(),
                "funnel", run.funnel().stream().map(RunDocument::document).toList(),
                "metaValidation",
                        run.meta().stream()
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
                        run.lineage().stream()
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
                "cutShort", run.cut(),
                "comparison",
                        run.comparison().stream().map(RunDocument::document).toList(),
                "verdict", run.title(),
                "winner", run.winner().map(ProgramView::document).orElse(null));
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
        document.put("program", row.program());
        document.put("tuned", row.tuned().map(form -> tuned(row, form)).orElse(null));
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

    private static Object tuned(RankingTable.Row row, RankingTable.Tuned form) {
        return Json.object(
                "hash",
                form.hash(),
                "program",
                form.program(),
                "changes",
                TunedWords.of(Program.parse(row.program()), Program.parse(form.program())));
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
