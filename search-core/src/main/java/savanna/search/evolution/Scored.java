package savanna.search.evolution;

import savanna.search.objective.Objective;
import savanna.tasks.TrainingResult;

/** A program with its score. */
public record Scored(Individual individual, Valuation score) {

    public static Scored of(Individual individual, TrainingResult evaluation, Objective objective) {
        return new Scored(individual, Valuation.of(individual, evaluation, objective));
    }
}
