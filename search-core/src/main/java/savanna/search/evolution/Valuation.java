package savanna.search.evolution;

import java.util.List;
import java.util.OptionalDouble;
import savanna.search.objective.Cost;
import savanna.tasks.Outcome;

/**
 * What a search knows about a function. Valuations are compared by cost, at its upper standard error: luck on a few
 * seeds wins nothing.
 *
 * @param outcome how its training ended
 * @param cost its fitness on the seeds of the search, with its price; a function that is not trained has an infinite
 *     fitness and loses every comparison
 * @param cases what it reached on each seed, up to the last that it was trained on: lower is better, and comparable
 *     with other functions seed by seed; empty unless it is trained
 * @param byTask the same, of a suite for each task on each seed, seed by seed; of one task, the cases themselves
 * @param error standard error of the fitness, where functions have different seeds and it is trained: in a search the
 *     {@linkplain AdjustedMeans moderated} one
 * @param words what the place of training told of one that crashed; empty else
 */
public record Valuation(
        Outcome outcome, Cost cost, List<Double> cases, List<Double> byTask, OptionalDouble error, String words)
        implements Comparable<Valuation> {

    public Valuation {
        cases = List.copyOf(cases);
        byTask = List.copyOf(byTask);
    }

    /** On one task. */
    public Valuation(Outcome outcome, Cost cost, List<Double> cases, OptionalDouble error) {
        this(outcome, cost, cases, cases, error, "");
    }

    /** Without cases. */
    public Valuation(Outcome outcome, Cost cost) {
        this(outcome, cost, List.of(), OptionalDouble.empty());
    }

    /** The same cases with another fitness and error. */
    Valuation with(double fitness, double itsError) {
        return new Valuation(outcome, cost.withFitness(fitness), cases, byTask, OptionalDouble.of(itsError), words);
    }

    public boolean isTrained() {
        return outcome == Outcome.TRAINED;
    }

    /** The fitness without prices; absent unless trained. */
    public OptionalDouble fitness() {
        return isTrained() ? OptionalDouble.of(cost.fitness()) : OptionalDouble.empty();
    }

    /** The cost at the upper standard error of the fitness; the cost itself where all functions have the same seeds. */
    public Cost bound() {
        return error.isEmpty() ? cost : cost.withFitness(cost.fitness() + error.getAsDouble());
    }

    @Override
    public int compareTo(Valuation other) {
        return bound().compareTo(other.bound());
    }
}
