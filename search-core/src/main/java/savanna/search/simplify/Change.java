package savanna.search.simplify;

import java.util.List;
import java.util.Locale;

/**
 * How the fitness of a changed program differs from that of the program before.
 *
 * @param before mean fitness, lower is better
 * @param after mean fitness of the changed one; NaN if it failed on a seed
 * @param difference mean of after - before, seed by seed
 * @param error standard error of that mean
 * @param noise standard error of the mean fitness before: what repeating it with other seeds would change
 */
public record Change(double before, double after, double difference, double error, double noise) {

    /** Of a program that did not train. */
    static final Change FAILED = new Change(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /**
     * Compares two programs.
     *
     * @param before fitness by seed
     * @param after fitness of the changed one on the same seeds; none if it failed on one
     * @param alone fitness before, with nothing taken off that depends on the seed
     */
    static Change between(List<Double> before, List<Double> after, List<Double> alone) {
        double mean = statistics(before)[0];
        double noise = statistics(alone)[1];
        if (after.isEmpty()) {
            return new Change(mean, Double.NaN, Double.NaN, Double.NaN, noise);
        }
        List<Double> differences = new java.util.ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            differences.add(after.get(i) - before.get(i));
        }
        double[] paired = statistics(differences);
        return new Change(mean, statistics(after)[0], paired[0], paired[1], noise);
    }

    private static double[] statistics(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double sum = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new double[] {mean, Math.sqrt(sum / (values.size() - 1) / values.size())};
    }

    /**
     * Whether the fitness changes by less than its noise. An improvement beyond noise does not count: what the task
     * notices is part of the program, and leaving it out would be tuning.
     */
    public boolean isWithinNoise() {
        return Math.abs(difference) <= noise;
    }

    @Override
    public String toString() {
        return Double.isNaN(after)
                ? "training fails"
                : String.format(
                        Locale.ROOT,
                        "fitness %.4f -> %.4f, change %+.4f +- %.4f, noise %.4f",
                        before,
                        after,
                        difference,
                        error,
                        noise);
    }
}
