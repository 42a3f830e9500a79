package savanna.search.objective;

import savanna.search.training.Measurement;

/**
 * A program's fitness seed by seed, with its cost on those seeds.
 *
 * @param measurement fitness on each seed
 * @param cost of its mean
 */
public record Measured(Measurement measurement, Cost cost) {

    /**
     * A difference of costs, pair by pair.
     *
     * @param mean over the seeds; negative is better
     * @param error its standard error; prices have none
     */
    public record Difference(double mean, double error) {}

    public boolean isTrained() {
        return measurement.isTrained();
    }

    /** The difference in cost to another program on the same seeds; both must be trained. */
    public Difference differenceTo(Measured other) {
        return new Difference(
                measurement.differenceTo(other.measurement) + cost.price() - other.cost.price(),
                measurement.differenceError(other.measurement));
    }
}
