package savanna.tasks.compare;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import savanna.dsl.program.Program;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingResult.CurvePoint;

/**
 * How a program stands in a comparison.
 *
 * @param name of the contender
 * @param tuned its program with the tuned constants
 * @param multipliers that tuning chose
 * @param tuning fitness on the search seeds that chose them; absent if no try was trained
 * @param runs one a fresh seed, in order; empty if no try was trained
 * @param curve validation metric over training, mean of the trained runs
 * @param curveErrors standard errors of these means, as many; none if a single run was trained
 * @param wins fresh seeds on which no other program was better on the test split
 * @param stepMicros microseconds a training step; smallest over the runs, so that other load matters little; NaN where
 *     runs are too short for a clock to say
 * @param stateBytes of state that the optimizer keeps for each parameter of the task's model: four for each number
 */
public record Standing(
        String name,
        Program tuned,
        Multipliers multipliers,
        OptionalDouble tuning,
        List<FreshRun> runs,
        List<CurvePoint> curve,
        List<Double> curveErrors,
        int wins,
        double stepMicros,
        double stateBytes) {

    /**
     * A run on a fresh seed. @param validation fitness @param test the same metric on the test split; both absent
     * unless trained
     */
    public record FreshRun(long seed, Outcome outcome, OptionalDouble validation, OptionalDouble test) {}

    public Standing {
        runs = List.copyOf(runs);
        curve = List.copyOf(curve);
        curveErrors = List.copyOf(curveErrors);
    }

    /**
     * Whether tuning found constants that train, and all runs on fresh seeds were trained; only then are there means.
     */
    public boolean isTrained() {
        return !runs.isEmpty() && runs.stream().allMatch(run -> run.outcome() == Outcome.TRAINED);
    }

    /** Counts of outcomes other than trained. */
    public Map<Outcome, Long> failures() {
        return runs.stream()
                .filter(run -> run.outcome() != Outcome.TRAINED)
                .collect(java.util.stream.Collectors.groupingBy(
                        FreshRun::outcome, java.util.TreeMap::new, java.util.stream.Collectors.counting()));
    }

    public OptionalDouble validation() {
        return isTrained()
                ? runs.stream()
                        .mapToDouble(run -> run.validation().getAsDouble())
                        .average()
                : OptionalDouble.empty();
    }

    public OptionalDouble test() {
        return isTrained()
                ? runs.stream().mapToDouble(run -> run.test().getAsDouble()).average()
                : OptionalDouble.empty();
    }

    /** Standard error of {@link #test()} over seeds; absent with fewer than two. */
    public OptionalDouble standardError() {
        if (!isTrained() || runs.size() < 2) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Statistics.standardError(
                runs.stream().map(run -> run.test().getAsDouble()).toList()));
    }
}
