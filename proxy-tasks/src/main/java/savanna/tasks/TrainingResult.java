package savanna.tasks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a {@link TrainingRequest}: one run a seed. Plain data: it can be written down, sent and read again.
 *
 * @param outcome {@link Outcome#TRAINED} if every run was, else the outcome of the first run that was not
 * @param runs one a seed, in the order asked for; runs after the first that failed are absent. Of a suite, the one that
 *     failed comes last, after those of other seeds that tasks before were trained on
 */
public record TrainingResult(Outcome outcome, List<Run> runs) {

    public TrainingResult {
        runs = List.copyOf(runs);
    }

    /** Of runs in order, where only the last may have failed. */
    public static TrainingResult of(List<Run> runs) {
        return new TrainingResult(runs.get(runs.size() - 1).outcome(), runs);
    }

    /** Mean of the runs' fitness, lower is better; absent unless every run was trained. */
    public OptionalDouble fitness() {
        return outcome == Outcome.TRAINED
                ? runs.stream().mapToDouble(run -> run.fitness().getAsDouble()).average()
                : OptionalDouble.empty();
    }

    /** Training steps made, by all runs. */
    public long steps() {
        return runs.stream().mapToLong(Run::steps).sum();
    }

    /** Why it failed, in words; empty unless it {@link Outcome#CRASHED}. */
    public String text() {
        return runs.isEmpty() ? "" : runs.get(runs.size() - 1).text();
    }

    /**
     * One training.
     *
     * @param seed seed of the run
     * @param outcome how it ended
     * @param fitness validation metric at the end, lower is better; absent unless trained
     * @param steps training steps made
     * @param hurdleLosses running training loss at each of the task's hurdle shares that the run reached
     * @param seen what the request wanted to see besides
     * @param time what it took; no two trainings have the same, and nothing may be decided by it
     * @param text why it crashed; empty otherwise
     */
    public record Run(
            long seed,
            Outcome outcome,
            OptionalDouble fitness,
            int steps,
            List<Double> hurdleLosses,
            Seen seen,
            Time time,
            String text) {

        public Run {
            hurdleLosses = List.copyOf(hurdleLosses);
            if (fitness.isPresent() != (outcome == Outcome.TRAINED)) {
                throw new IllegalArgumentException("a run that is " + outcome + " with fitness " + fitness);
            }
        }

        /** A run with a fitness. */
        public static Run trained(long seed, double fitness, int steps, List<Double> hurdleLosses) {
            return new Run(
                    seed,
                    Outcome.TRAINED,
                    OptionalDouble.of(fitness),
                    steps,
                    hurdleLosses,
                    Seen.NOTHING,
                    Time.UNKNOWN,
                    "");
        }

        /** A run without a fitness. */
        public static Run ended(long seed, Outcome outcome, int steps, List<Double> hurdleLosses) {
            return new Run(seed, outcome, OptionalDouble.empty(), steps, hurdleLosses, Seen.NOTHING, Time.UNKNOWN, "");
        }

        /** A run that the place where it was made has lost. @param text why, for people */
        public static Run crashed(long seed, String text) {
            return new Run(
                    seed, Outcome.CRASHED, OptionalDouble.empty(), 0, List.of(), Seen.NOTHING, Time.UNKNOWN, text);
        }

        /** The same with what was seen. */
        public Run with(Seen other) {
            return new Run(seed, outcome, fitness, steps, hurdleLosses, other, time, text);
        }

        /** The same with the time that it took. */
        public Run with(Time other) {
            return new Run(seed, outcome, fitness, steps, hurdleLosses, seen, other, text);
        }
    }

    /**
     * What a training takes on the machine that makes it.
     *
     * @param micros microseconds in all
     * @param stepMicros microseconds a step after the first, without the scoring of learning curves; NaN for a run of
     *     one step
     */
    public record Time(double micros, double stepMicros) {
        public static final Time UNKNOWN = new Time(0, Double.NaN);
    }

    /**
     * What was seen of a run besides its fitness: what the request {@linkplain TrainingRequest.Wanted wanted}.
     *
     * @param losses training loss at every step, before its update
     * @param curve validation metric at the task's validation steps that the run reached
     * @param test metric of the final weights on the test split; absent if they are useless
     * @param gradients a sample of the gradients
     * @param byTask of a suite, whose fitness is a mean: what that is made of, task by task; empty for one task
     */
    public record Seen(
            List<Double> losses,
            List<CurvePoint> curve,
            OptionalDouble test,
            Optional<GradientSample> gradients,
            List<Double> byTask) {
        public static final Seen NOTHING = new Seen(List.of(), List.of(), OptionalDouble.empty(), Optional.empty());

        public Seen {
            losses = List.copyOf(losses);
            curve = List.copyOf(curve);
            byTask = List.copyOf(byTask);
        }

        /** Of one task. */
        public Seen(
                List<Double> losses, List<CurvePoint> curve, OptionalDouble test, Optional<GradientSample> gradients) {
            this(losses, curve, test, gradients, List.of());
        }
    }

    /** A point of a learning curve. @param step from 1 @param value validation metric after the step */
    public record CurvePoint(int step, double value) {}
}
