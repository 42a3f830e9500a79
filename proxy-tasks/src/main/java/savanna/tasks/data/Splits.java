package savanna.tasks.data;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;

/**
 * How a dataset is split; the same for every run.
 *
 * @param validation share of the examples
 * @param test share of the examples
 * @param seed of the shuffle before the split
 */
public record Splits(double validation, double test, long seed) {
    public Splits {
        if (!(validation > 0 && test > 0 && validation + test < 1)) {
            throw new IllegalArgumentException("shares " + validation + " for validation and " + test
                    + " for test; expected both above 0 and together below 1");
        }
    }

    /** Splits labelled images. */
    public Dataset split(String name, Images images) {
        int[][] parts = indices(name, images.size());
        return new Dataset(
                name, images.shape(), images.select(parts[0]), images.select(parts[1]), images.select(parts[2]));
    }

    /**
     * Indices of the training, validation and test parts of n items; each has at least one. @param name of the data,
     * for the message if that cannot be
     */
    int[][] indices(String name, int n) {
        int testSize = Math.max(1, (int) Math.round(n * test));
        int validationSize = Math.max(1, Math.min(n - testSize - 1, (int) Math.round(n * validation)));
        int trainSize = n - testSize - validationSize;
        if (trainSize < 1) {
            throw new DataException(name + ": with validation: " + validation + " and test: " + test + ", " + n
                    + " examples leave none to train with; "
                    + (n < 3 ? "expected at least 3" : "lower validation or test, or give more examples"));
        }
        int[] order = Permutations.identity(n);
        Permutations.shuffle(
                order, RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        return new int[][] {
            Arrays.copyOfRange(order, 0, trainSize),
            Arrays.copyOfRange(order, trainSize, trainSize + validationSize),
            Arrays.copyOfRange(order, trainSize + validationSize, n)
        };
    }
}
