package savanna.tasks.compare;

import java.util.List;
import java.util.stream.IntStream;

/** Means and standard errors of small samples. */
public final class Statistics {
    private Statistics() {}

    public static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }

    /**
     * Sample standard deviation over the square root of the size; positive infinity for fewer than two values, of which
     * nothing is known.
     */
    public static double standardError(List<Double> values) {
        if (values.size() < 2) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.sqrt(squares(values) / (values.size() - 1) / values.size());
    }

    /** Sample standard deviation; of at least two values. */
    public static double deviation(List<Double> values) {
        return Math.sqrt(squares(values) / (values.size() - 1));
    }

    /** Squares of the distances to the mean, summed. */
    private static double squares(List<Double> values) {
        double mean = mean(values);
        return values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
    }

    /** Pair by pair; both of the same size. */
    public static List<Double> differences(List<Double> values, List<Double> others) {
        if (values.size() != others.size()) {
            throw new IllegalArgumentException(
                    "pairs need as many values on both sides, not " + values.size() + " and " + others.size());
        }
        return IntStream.range(0, values.size())
                .mapToObj(i -> values.get(i) - others.get(i))
                .toList();
    }
}
