package savanna.search.evolution;

import java.util.OptionalDouble;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingResult;

/**
 * What a search knows about a function.
 *
 * @param outcome how its training ended
 * @param cost its fitness, the mean over the task's search seeds, with its price; a function that is not trained has an
 *     infinite fitness and loses every comparison
 */
public record Valuation(Outcome outcome, Cost cost) {

    static Valuation of(Individual individual, TrainingResult evaluation, Objective objective) {
        return new Valuation(
                evaluation.outcome(),
                individual.cost(evaluation.fitness().orElse(Double.POSITIVE_INFINITY), objective));
    }

    public boolean isTrained() {
        return outcome == Outcome.TRAINED;
    }

    /** The fitness without prices; absent unless trained. */
    public OptionalDouble fitness() {
        return isTrained() ? OptionalDouble.of(cost.fitness()) : OptionalDouble.empty();
    }
}
