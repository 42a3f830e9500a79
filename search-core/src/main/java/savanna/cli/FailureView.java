package savanna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.program.Program;
import savanna.search.store.Failure;
import savanna.search.text.Formula;
import savanna.search.text.Numbers;
import savanna.search.text.Words;
import savanna.tasks.Outcome;

/**
 * Why programs of a run failed, as {@code inspect --failures} shows it.
 *
 * @param path of the run folder
 * @param failures most frequent first
 */
record FailureView(Path path, List<Failure> failures) {

    private static final int WIDTH = 80;
    private static final int FORMULA = 220;
    private static final int TOLD = 12;

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("Run " + path, ""));
        if (failures.isEmpty()) {
            lines.add("No function failed.");
            return lines;
        }
        TextTable table = new TextTable("outcome", "functions", "trainings", "first", "median", "last step", "why");
        for (Failure failure : failures) {
            table.add(
                    Words.of(failure.outcome()),
                    Numbers.count(failure.functions()),
                    Numbers.count(failure.trainings()),
                    step(failure, 0),
                    step(failure, 1),
                    step(failure, 2),
                    why(failure.outcome()));
        }
        lines.addAll(table.lines());
        for (Failure failure : failures) {
            failure.example().ifPresent(example -> {
                lines.add("");
                lines.addAll(DerivationText.wrapped(
                        "A typical one that is " + Words.of(failure.outcome()) + ": " + path + "@"
                                + example.hash().substring(0, 8) + " (" + example.stage() + " #" + example.number()
                                + ")"
                                + example.training()
                                        .map(training -> ", on " + training.task() + ", seed " + training.seed()
                                                + ", at step " + training.step())
                                        .orElse(""),
                        WIDTH));
                told(example).forEach(line -> lines.add("  " + line));
                DerivationText.wrapped(formula(example), WIDTH - 2).forEach(line -> lines.add("  " + line));
            });
        }
        return lines;
    }

    /** What the place of training told, the last lines of it: there an exception says what it was. */
    private static List<String> told(Failure.Example example) {
        List<String> lines = example.words()
                .lines()
                .filter(line -> !line.isBlank())
                .flatMap(line -> DerivationText.wrapped(line, WIDTH - 2).stream())
                .toList();
        return lines.subList(Math.max(0, lines.size() - TOLD), lines.size());
    }

    private static String step(Failure failure, int place) {
        return failure.steps().isEmpty()
                ? "-"
                : Integer.toString(failure.steps().get(place));
    }

    private static String formula(Failure.Example example) {
        return Formula.cut(
                Formula.of(new Simplifier()
                        .simplify(Program.parse(example.program()))
                        .result()),
                FORMULA);
    }

    private static String why(Outcome outcome) {
        return switch (outcome) {
            case NOT_FINITE -> "a loss, weight or update was NaN or infinite";
            case DIVERGED -> "the training loss rose beyond ten times that of a guess";
            case HOPELESS ->
                "clearly worse than the start program: at a hurdle (search.hurdle-factor), or in fitness (search.hurdle-margin; such trainings went to their end and are not counted here)";
            case TIME_LIMIT -> "the recipe's time-limit or call-limit was passed";
            case CRASHED -> "the place of training was lost twice, which says nothing of the program; not remembered";
            case PARTIAL, TRAINED -> "";
        };
    }

    Object document() {
        return Json.object(
                "run",
                path.toString(),
                "failures",
                failures.stream()
                        .map(failure -> Json.object(
                                "outcome",
                                Words.of(failure.outcome()),
                                "functions",
                                failure.functions(),
                                "trainings",
                                failure.trainings(),
                                "steps",
                                failure.steps(),
                                "why",
                                why(failure.outcome()),
                                "example",
                                failure.example()
                                        .map(example -> Json.object(
                                                "stage",
                                                example.stage(),
                                                "number",
                                                example.number(),
                                                "hash",
                                                example.hash(),
                                                "program",
                                                example.program(),
                                                "task",
                                                example.training()
                                                        .map(Failure.FailedTraining::task)
                                                        .orElse(null),
                                                "seed",
                                                example.training()
                                                        .map(Failure.FailedTraining::seed)
                                                        .orElse(null),
                                                "step",
                                                example.training()
                                                        .map(Failure.FailedTraining::step)
                                                        .orElse(null),
                                                "words",
                                                example.words()))
                                        .orElse(null)))
                        .toList());
    }
}
