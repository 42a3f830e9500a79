package savanna.tasks;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The result of training one program on one task with several seeds.
 *
 * @param outcome {@link Outcome#TRAINED} if every run was, else the outcome of the first run that was not
 * @param runs one a seed, in the order asked for; runs after the first that was not trained are absent
 */
public record Evaluation(Outcome outcome, List<Run> runs) {

    /**
     * One training.
     *
     * @param seed seed of the run
     * @param outcome how it ended
     * @param fitness validation metric at the end, lower is better; absent unless trained
     * @param steps training steps made
     * @param hurdleLosses running training loss at each of the task's hurdle shares that the run reached
     */
    public record Run(long seed, Outcome outcome, OptionalDouble fitness, int steps, List<Double> hurdleLosses) {
        public Run {
            hurdleLosses = List.copyOf(hurdleLosses);
            if (fitness.isPresent() != (outcome == Outcome.TRAINED)) {
                throw new IllegalArgumentException("a run that is " + outcome + " with fitness " + fitness);
            }
        }
    }

    public Evaluation {
        runs = List.copyOf(runs);
    }

    /** Of runs in order, where only the last may have failed. */
    static Evaluation of(List<Run> runs) {
        return new Evaluation(runs.get(runs.size() - 1).outcome(), runs);
    }

    /** Mean of the runs' fitness, lower is better; absent unless every run was trained. */
    public OptionalDouble fitness() {
        return outcome == Outcome.TRAINED
                ? runs.stream().mapToDouble(run -> run.fitness().getAsDouble()).average()
                : OptionalDouble.empty();
    }
}
