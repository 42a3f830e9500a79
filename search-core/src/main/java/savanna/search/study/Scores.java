package savanna.search.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import savanna.tasks.compare.Statistics;

/**
 * What the winners of one seed reach on one task, on seeds and a split by which nothing was chosen.
 *
 * @param task its name
 * @param test of each program, a number a fresh seed, lower is better; a program that failed on one is absent
 */
public record Scores(String task, Map<String, List<Double>> test) {

    /** The name of the start program among the others. */
    public static final String START = "start";
    /** Stands for the config's tasks together. */
    public static final String SUITE = "the suite";

    private static final String PRICED = ", with prices";

    public Scores {
        test = Map.copyOf(test);
    }

    /**
     * A mean with its error.
     *
     * @param error standard error
     */
    public record Mean(double value, double error) {
        static Mean of(List<Double> values) {
            return new Mean(Statistics.mean(values), Statistics.standardError(values));
        }
    }

    /**
     * Several tasks as a suite: seed by seed the mean over the tasks of the difference to the start program, in units
     * of the task's scale or, where none is stated, of the start program's standard deviation over the seeds. Whoever
     * failed on one task is absent; nothing if the start program did, or has no scale.
     *
     * @param scales stated ones, a place a task
     */
    public static Optional<Scores> suite(List<Scores> tasks, List<OptionalDouble> scales) {
        Map<String, List<Double>> test = new LinkedHashMap<>();
        for (String program : tasks.get(0).test.keySet()) {
            List<List<Double>> units = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                Scores task = tasks.get(i);
                List<Double> start = task.test.getOrDefault(START, List.of());
                double scale = scales.get(i).orElseGet(() -> Statistics.deviation(start));
                if (start.isEmpty() || !(scale > 0)) {
                    return Optional.empty();
                }
                if (task.test.containsKey(program)) {
                    units.add(Statistics.differences(task.test.get(program), start).stream()
                            .map(difference -> difference / scale)
                            .toList());
                }
            }
            if (units.size() == tasks.size()) {
                test.put(
                        program,
                        IntStream.range(0, units.get(0).size())
                                .mapToObj(seed -> Statistics.mean(units.stream()
                                        .map(each -> each.get(seed))
                                        .toList()))
                                .toList());
            }
        }
        return Optional.of(new Scores(SUITE, test));
    }

    /**
     * What searches make small: the same plus the price of each program.
     *
     * @param prices of the programs, in units of the scores
     */
    public Scores priced(Map<String, Double> prices) {
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        test.forEach((program, values) -> costs.put(
                program,
                values.stream().map(value -> value + prices.get(program)).toList()));
        return new Scores(task + PRICED, costs);
    }

    /** Of one program; nothing if it failed. */
    public Optional<Mean> of(String program) {
        return Optional.ofNullable(test.get(program)).map(Mean::of);
    }

    /** One program minus another, seed by seed; nothing if one of them failed. */
    public Optional<Mean> difference(String program, String other) {
        return test.containsKey(program) && test.containsKey(other)
                ? Optional.of(Mean.of(Statistics.differences(test.get(program), test.get(other))))
                : Optional.empty();
    }
}
