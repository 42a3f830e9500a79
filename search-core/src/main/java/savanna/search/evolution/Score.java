package savanna.search.evolution;

import java.util.OptionalDouble;
import savanna.tasks.Evaluation;
import savanna.tasks.Outcome;

/**
 * What a search knows about a function.
 *
 * @param outcome how its training ended
 * @param fitness mean over the task's search seeds, lower is better; absent unless trained
 */
public record Score(Outcome outcome, OptionalDouble fitness) {

    static Score of(Evaluation evaluation) {
        return new Score(evaluation.outcome(), evaluation.fitness());
    }

    /** The fitness for comparisons: a function that has none loses every tournament. */
    public double orWorst() {
        return fitness.orElse(Double.POSITIVE_INFINITY);
    }
}
