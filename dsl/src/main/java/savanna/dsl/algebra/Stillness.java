package savanna.dsl.algebra;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.function.Kind;

/**
 * What equations do to weights whose gradients are always zero, as those of border pixels and rare words are. Their
 * update may rest on an exact cancellation, such as that of {@code m - c} where m and c have been the same so far. A
 * rewriting that is equal over the real numbers, {@code 0.3 m - 0.7 c} with c at another scale, leaves a rounding error
 * of it, which a sign or a quotient then makes a whole step. Candidates that do so are passed over.
 *
 * <p>Equations are run in 32 bits, by the kernels, and in double precision, with constants as they will be written.
 * What the original does counts as long as it does the same in both.
 */
final class Stillness {

    private static final int STEPS = 6;
    private static final double[] WEIGHTS = {0.7f, -1.3f, 0.45f, -0.85f};
    /** The first entries, those of the first row, have no gradients. */
    private static final int STILL = Evaluation.COLUMNS;
    /** How far an update of a still entry may be from the original's, as a share of the largest of the step. */
    private static final double TOLERANCE = 1e-5;

    private static final double[][] GRADIENTS = gradients();

    /** By step; shorter where the original stops being decided by more than rounding. */
    private final double[][] original;

    Stillness(Equations equations) {
        Equations written = Constants.shortened(equations);
        double[][] floats = updates(written, Evaluation.IN_FLOATS);
        double[][] doubles = updates(written, Evaluation.IN_DOUBLE);
        int steps = 0;
        while (steps < STEPS && same(floats[steps], doubles[steps], 0)) {
            steps++;
        }
        original = Arrays.copyOf(floats, steps);
    }

    private static double[][] gradients() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(0x57111L);
        double[][] gradients = new double[STEPS][WEIGHTS.length];
        for (double[] gradient : gradients) {
            for (int i = STILL; i < gradient.length; i++) {
                gradient[i] = (float) random.nextGaussian();
            }
        }
        return gradients;
    }

    /** Whether a candidate treats weights without gradients as the original does. */
    boolean keeps(Equations candidate) {
        if (original.length == 0) {
            return true;
        }
        Equations written = Constants.shortened(candidate);
        return keeps(updates(written, Evaluation.IN_FLOATS)) && keeps(updates(written, Evaluation.IN_DOUBLE));
    }

    private boolean keeps(double[][] updates) {
        for (int step = 0; step < original.length; step++) {
            if (!same(original[step], updates[step], TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(double[] x, double[] y, double least) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        boolean same = Double.isFinite(largest);
        for (int i = 0; i < STILL; i++) {
            same &= Math.abs(x[i] - y[i]) <= Math.max(least, TOLERANCE) * largest;
        }
        return same;
    }

    private static double[][] updates(Equations equations, Evaluation evaluation) {
        double[][] updates = new double[STEPS][];
        double[][] states = new double[equations.next().size()][];
        for (int k = 0; k < states.length; k++) {
            states[k] = new double[Evaluation.size(equations.kinds().get(k))];
        }
        for (int step = 0; step < STEPS; step++) {
            Map<Expression, double[]> values = new HashMap<>();
            values.put(Expression.WEIGHTS, WEIGHTS);
            values.put(Expression.GRADIENT, GRADIENTS[step]);
            values.put(Expression.SCHEDULE, new double[] {(float) (0.95 - 0.1 * step)});
            for (int k = 0; k < states.length; k++) {
                values.put(equations.state(k), states[k]);
            }
            updates[step] = evaluation.of(equations.update(), Kind.TENSOR, values);
            double[][] next = new double[states.length][];
            for (int k = 0; k < next.length; k++) {
                next[k] =
                        evaluation.of(equations.next().get(k), equations.kinds().get(k), values);
            }
            states = next;
        }
        return updates;
    }
}
