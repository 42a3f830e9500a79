package savanna.tasks.data;

import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import savanna.tasks.yaml.YamlMap;

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

    /**
     * Reads the keys {@code validation}, {@code test} and {@code split-seed}. @param validation share where none is
     * given @param test likewise
     */
    public static Splits read(YamlMap map, double validation, double test) {
        try {
            return new Splits(
                    map.number("validation", validation, 0, 1),
                    map.number("test", test, 0, 1),
                    map.longInteger("split-seed", 0, 0, Long.MAX_VALUE));
        } catch (IllegalArgumentException wrong) {
            throw map.error(wrong.getMessage());
        }
    }

    /** Splits rows. */
    public Dataset split(String name, Rows rows) {
        int[][] parts = indices(name, rows.size());
        return new Dataset(name, rows.shape(), rows.select(parts[0]), rows.select(parts[1]), rows.select(parts[2]));
    }

    /**
     * Indices of the training, validation and test parts of n items; each has at least one. @param name of the data,
     * for the message if that cannot be
     */
    public int[][] indices(String name, int n) {
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
