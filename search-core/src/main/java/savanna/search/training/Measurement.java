package savanna.search.training;

import java.util.List;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingResult;
import savanna.tasks.compare.Statistics;

/**
 * The fitness of a program on a task over several seeds.
 *
 * @param candidate the program
 * @param outcome {@link Outcome#TRAINED} if all seeds were, else that of the first that was not
 * @param fitness one a seed, in the order of the seeds, up to the first without
 */
public record Measurement(Candidate candidate, Outcome outcome, List<Double> fitness) {

    public Measurement {
        fitness = List.copyOf(fitness);
    }

    public static Measurement of(Candidate candidate, TrainingResult evaluation) {
        List<Double> fitness = evaluation.runs().stream()
                .filter(run -> run.fitness().isPresent())
                .map(run -> run.fitness().getAsDouble())
                .toList();
        return new Measurement(candidate, evaluation.outcome(), fitness);
    }

    public boolean isTrained() {
        return outcome == Outcome.TRAINED;
    }

    /** Mean over the seeds; positive infinity unless all were trained. */
    public double mean() {
        return isTrained() ? Statistics.mean(fitness) : Double.POSITIVE_INFINITY;
    }

    /** Standard error of the mean. */
    public double standardError() {
        return Statistics.standardError(fitness);
    }

    /** The same with a price on the fitness of every seed. */
    public Measurement plus(double price) {
        return price == 0
                ? this
                : new Measurement(
                        candidate,
                        outcome,
                        fitness.stream().map(value -> value + price).toList());
    }

    /**
     * Mean difference to another measurement on the same seeds, pair by pair; negative if this is better. Both must be
     * trained.
     */
    public double differenceTo(Measurement other) {
        return Statistics.mean(Statistics.differences(fitness, other.fitness));
    }

    /** Standard error of {@link #differenceTo}: the seeds' own effects cancel. */
    public double differenceError(Measurement other) {
        return Statistics.standardError(Statistics.differences(fitness, other.fitness));
    }
}
