package savanna.dsl.algebra;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The states over a few steps of random gradients, in double precision: which changes of state are worth a proof. It
 * decides nothing by itself.
 */
final class Trajectories {

    private static final int PARAMETERS = Evaluation.ENTRIES;
    private static final int STEPS = 5;
    private static final double TOLERANCE = 1e-6;

    private final double[][][] states = new double[STEPS][][];
    private final Equations equations;
    private boolean finite = true;

    Trajectories(Equations equations) {
        this.equations = equations;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(0x5A7A77AL);
        int count = equations.next().size();
        double[] weights = random.doubles(PARAMETERS, -1, 1).toArray();
        double[][] current = new double[count][];
        for (int k = 0; k < count; k++) {
            current[k] = new double[Evaluation.size(equations.kinds().get(k))];
        }
        for (int step = 0; step < STEPS; step++) {
            Map<Expression, double[]> values = new HashMap<>();
            values.put(Expression.WEIGHTS, weights);
            values.put(Expression.GRADIENT, random.doubles(PARAMETERS, -1, 1).toArray());
            values.put(Expression.SCHEDULE, new double[] {1 - 0.1 * step});
            double[][] next = new double[count][];
            for (int k = 0; k < count; k++) {
                values.put(equations.state(k), current[k]);
            }
            for (int k = 0; k < count; k++) {
                next[k] = Evaluation.IN_DOUBLE.of(
                        equations.next().get(k), equations.kinds().get(k), values);
                finite &= Arrays.stream(next[k]).allMatch(Double::isFinite);
            }
            current = next;
            states[step] = next;
        }
    }

    /** Whether state k may be zero at every step. */
    boolean mayStayZero(int k) {
        return !finite || largest(k) <= 1e-12;
    }

    private double largest(int k) {
        return Arrays.stream(states)
                .flatMapToDouble(step -> Arrays.stream(step[k]))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /**
     * The number r for which state k = r * state j at every step seen, if there is one other than zero; both are of one
     * kind.
     */
    OptionalDouble ratio(int k, int j) {
        double scale = largest(j);
        boolean isOneKind = equations.kinds().get(k) == equations.kinds().get(j);
        if (!finite || !isOneKind || scale == 0 || largest(k) == 0) {
            return OptionalDouble.empty();
        }
        double ratio = Double.NaN;
        for (double[][] step : states) {
            for (int i = 0; i < step[j].length; i++) {
                if (Double.isNaN(ratio) && Math.abs(step[j][i]) > 0.01 * scale) {
                    ratio = step[k][i] / step[j][i];
                }
            }
        }
        for (double[][] step : states) {
            for (int i = 0; i < step[j].length; i++) {
                if (!(Math.abs(step[k][i] - ratio * step[j][i]) <= TOLERANCE * Math.abs(ratio) * scale)) {
                    return OptionalDouble.empty();
                }
            }
        }
        return OptionalDouble.of(ratio);
    }
}
