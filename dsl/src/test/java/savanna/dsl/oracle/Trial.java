package savanna.dsl.oracle;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What a program is given: parameter arrays, over some steps. The third entry of each array of three always has a
 * gradient of zero and a weight that is not, as the border pixels of images and rare words have; the fourth's gradients
 * are small.
 *
 * @param shapes rows and columns by parameter array
 * @param weights by step
 * @param gradients by step
 * @param schedule by step, from 1 down
 */
public record Trial(int[][] shapes, double[][] weights, double[][] gradients, double[] schedule) {

    static final int STEPS = 8;

    /** A vector, a row, a column, a square, a tall and a wide matrix, and a convolution's kernel of 2 x 2 x 1 x 2. */
    static final int[][] SHAPES = {{1, 3}, {1, 2}, {3, 1}, {2, 2}, {3, 2}, {2, 3}, {2, 4}};

    int size() {
        return weights[0].length;
    }

    /** Whether the entry's gradient is always zero. */
    boolean isStill(int entry) {
        return Arrays.stream(gradients).allMatch(gradient -> gradient[entry] == 0);
    }

    /** Of two vectors of three entries. */
    public static Trial of(long seed) {
        return of(
                seed,
                new int[][] {{1, 3}, {1, 3}},
                (entry, value) -> entry % 3 == 2 ? 0 : entry == 3 ? 0.01 * value : value);
    }

    /**
     * Of arrays of all shapes. The vector's third entry, the tall matrix's second column and the wide one's last row
     * have no gradients; all gradients of the square are zero or, by the seed, all gradients are tiny.
     */
    static Trial ofShapes(long seed) {
        double scale = seed % 4 == 3 ? 1e-9 : 1;
        boolean isZero = seed % 4 == 2;
        return of(seed, SHAPES, (entry, value) -> {
            boolean isStill = entry == 2
                    || entry == 13
                    || entry == 15
                    || entry == 17
                    || entry >= 21 && entry < 24
                    || isZero && entry >= 8 && entry < 12;
            return isStill ? 0 : value * scale;
        });
    }

    private interface Gradient {
        double of(int entry, double value);
    }

    private static Trial of(long seed, int[][] shapes, Gradient gradient) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int size = Arrays.stream(shapes).mapToInt(shape -> shape[0] * shape[1]).sum();
        double[][] weights = new double[STEPS][];
        double[][] gradients = new double[STEPS][size];
        double[] schedule = new double[STEPS];
        double[] current = random.doubles(size, -1.5, 1.5).toArray();
        for (int step = 0; step < STEPS; step++) {
            schedule[step] = (float) (0.95 - 0.1 * step);
            for (int i = 0; i < size; i++) {
                current[i] = (float) (current[i] + 0.01 * random.nextGaussian());
                gradients[step][i] = (float) gradient.of(i, random.nextGaussian());
            }
            weights[step] = current.clone();
        }
        return new Trial(shapes, weights, gradients, schedule);
    }

    /** The updates of a program, by step, and how far they can be relied on. */
    Run run(String program, Oracle.Mode mode) {
        Oracle oracle = new Oracle(program, mode, shapes);
        double[][] updates = new double[STEPS][];
        int clear = 0;
        int calm = 0;
        int distinct = 0;
        int normal = 0;
        int decided = 0;
        for (int step = 0; step < STEPS; step++) {
            updates[step] = oracle.step(weights[step], gradients[step], schedule[step]);
            clear += oracle.isClear() ? 1 : 0;
            calm += oracle.isCalm() ? 1 : 0;
            distinct += oracle.isFaint() ? 0 : 1;
            normal += oracle.isSubnormal() ? 0 : 1;
            decided += oracle.isDecided() ? 1 : 0;
        }
        return new Run(updates, clear, calm, Math.min(distinct + 1, STEPS), normal, decided);
    }

    /**
     * @param updates by step
     * @param clear steps until a guard of division decided
     * @param calm steps until some value left the normal range
     * @param distinct steps until one read a state so small that engines may have stored it as zero
     * @param normal steps until some value was subnormal
     * @param decided steps until a matrix function had several results that are equally right
     */
    record Run(double[][] updates, int clear, int calm, int distinct, int normal, int decided) {}
}
