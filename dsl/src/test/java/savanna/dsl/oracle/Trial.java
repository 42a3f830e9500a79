package savanna.dsl.oracle;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What a program is given: two parameter arrays of three entries, over some steps. The third entry of each always has a
 * gradient of zero and a weight that is not, as the border pixels of images and rare words have; the fourth's gradients
 * are small.
 *
 * @param weights by step
 * @param gradients by step
 * @param schedule by step, from 1 down
 */
public record Trial(double[][] weights, double[][] gradients, double[] schedule) {

    public static final int[] LEAVES = {3, 3};
    public static final int SIZE = 6;
    static final int STEPS = 8;

    /** Whether the entry's gradient is always zero. */
    static boolean isStill(int entry) {
        return entry % 3 == 2;
    }

    public static Trial of(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] weights = new double[STEPS][];
        double[][] gradients = new double[STEPS][SIZE];
        double[] schedule = new double[STEPS];
        double[] current = random.doubles(SIZE, -1.5, 1.5).toArray();
        for (int step = 0; step < STEPS; step++) {
            schedule[step] = (float) (0.95 - 0.1 * step);
            for (int i = 0; i < SIZE; i++) {
                current[i] = (float) (current[i] + 0.01 * random.nextGaussian());
                gradients[step][i] = isStill(i) ? 0 : (float) (random.nextGaussian() * (i == 3 ? 0.01 : 1));
            }
            weights[step] = current.clone();
        }
        return new Trial(weights, gradients, schedule);
    }

    /** The updates of a program, by step, and how far they can be relied on. */
    Run run(String program, Oracle.Mode mode) {
        Oracle oracle = new Oracle(program, mode, LEAVES);
        double[][] updates = new double[STEPS][];
        int clear = 0;
        int calm = 0;
        int distinct = 0;
        int normal = 0;
        for (int step = 0; step < STEPS; step++) {
            updates[step] = oracle.step(weights[step], gradients[step], schedule[step]);
            clear += oracle.isClear() ? 1 : 0;
            calm += oracle.isCalm() ? 1 : 0;
            distinct += oracle.isFaint() ? 0 : 1;
            normal += oracle.isSubnormal() ? 0 : 1;
        }
        return new Run(updates, clear, calm, Math.min(distinct + 1, STEPS), normal);
    }

    /**
     * @param updates by step
     * @param clear steps until a guard of division decided
     * @param calm steps until some value left the normal range
     * @param distinct steps until one read a state so small that engines may have stored it as zero
     * @param normal steps until some value was subnormal
     */
    record Run(double[][] updates, int clear, int calm, int distinct, int normal) {}
}
