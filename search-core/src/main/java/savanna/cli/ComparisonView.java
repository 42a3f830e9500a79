package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.search.text.Numbers;
import savanna.tasks.Task;
import savanna.tasks.compare.Standing;

/**
 * Programs compared on a task, as {@code compare} shows them.
 *
 * @param task on which they were compared
 * @param seeds fresh ones
 * @param tries of tuning for each program
 * @param seed that chose tries and seeds
 * @param standings the best first
 */
record ComparisonView(Task task, int seeds, int tries, long seed, List<Standing> standings) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(task.name() + ": " + task.description() + "; " + task.metric() + ", lower is better");
        lines.add((tries <= 1
                        ? "as shipped, "
                        : tries + " tries of tuning on " + task.searchSeeds().size() + " seeds, then ")
                + seeds + " fresh seeds; test is a split that nothing selected on");
        lines.add("");
        TextTable table = new TextTable(
                "program", "test", "+-", "validation", "wins", "us/step", "state bytes", "rate", "decay", "failed");
        for (Standing standing : standings) {
            table.add(
                    standing.name(),
                    number(standing.test()),
                    number(standing.standardError()),
                    number(standing.validation()),
                    Integer.toString(standing.wins()),
                    Double.isFinite(standing.stepMicros())
                            ? String.format(Locale.ROOT, "%.1f", standing.stepMicros())
                            : "-",
                    Numbers.states(standing.stateBytes()),
                    Numbers.factor(standing.multipliers().rate()),
                    Numbers.factor(standing.multipliers().decay()),
                    failures(standing));
        }
        lines.addAll(table.lines());
        return lines;
    }

    private static String number(OptionalDouble value) {
        return Numbers.fitness(value.orElse(Double.NaN));
    }

    private static String failures(Standing standing) {
        if (standing.runs().isEmpty()) {
            return "no try of tuning was trained";
        }
        return standing.failures().entrySet().stream()
                .map(entry -> entry.getValue() + " "
                        + entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    Object document() {
        return Json.object(
                "task",
                task.name(),
                "description",
                task.description(),
                "metric",
                task.metric(),
                "parameters",
                task.layout().size(),
                "steps",
                task.steps(),
                "seeds",
                seeds,
                "tries",
                tries,
                "seed",
                seed,
                "programs",
                standings.stream().map(ComparisonView::document).toList());
    }

    private static Object document(Standing standing) {
        return Json.object(
                "name",
                standing.name(),
                "test",
                orNull(standing.test()),
                "standardError",
                orNull(standing.standardError()),
                "validation",
                orNull(standing.validation()),
                "wins",
                standing.wins(),
                "stepMicros",
                Double.isFinite(standing.stepMicros()) ? standing.stepMicros() : null,
                "stateBytes",
                standing.stateBytes(),
                "rate",
                standing.multipliers().rate(),
                "decay",
                standing.multipliers().decay(),
                "tuning",
                orNull(standing.tuning()),
                "runs",
                standing.runs().stream()
                        .map(run -> Json.object(
                                "seed",
                                run.seed(),
                                "outcome",
                                run.outcome().name().toLowerCase(Locale.ROOT),
                                "validation",
                                orNull(run.validation()),
                                "test",
                                orNull(run.test())))
                        .toList(),
                "curve",
                IntStream.range(0, standing.curve().size())
                        .mapToObj(i -> Json.object(
                                "step",
                                standing.curve().get(i).step(),
                                "value",
                                standing.curve().get(i).value(),
                                "error",
                                standing.curveErrors().isEmpty()
                                        ? null
                                        : standing.curveErrors().get(i)))
                        .toList(),
                "program",
                standing.tuned().toString());
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
