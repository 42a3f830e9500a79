package savanna.search.evolution;

import savanna.search.objective.Objective;
import savanna.tasks.TrainingResult;

/** A program with its score. */
public record Scored(Individual individual, Score score) {

    public static Scored of(Individual individual, TrainingResult evaluation, Objective objective) {
        return new Scored(individual, Score.of(individual, evaluation, objective));
    }
}
