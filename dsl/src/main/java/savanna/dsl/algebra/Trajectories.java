package savanna.dsl.algebra;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.function.Kernel;

/**
 * The states over a few steps of random gradients, in double precision: which changes of state are worth a proof. It
 * decides nothing by itself.
 */
final class Trajectories {

    private static final int PARAMETERS = 4;
    private static final int STEPS = 5;
    private static final double TOLERANCE = 1e-6;

    private final double[][][] states = new double[STEPS][][];
    private boolean finite = true;
    private boolean isKnown = true;

    Trajectories(Equations equations) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(0x5A7A77AL);
        int count = equations.next().size();
        double[] weights = random.doubles(PARAMETERS, -1, 1).toArray();
        double[][] current = new double[count][PARAMETERS];
        for (int step = 0; step < STEPS; step++) {
            Map<Expression, double[]> values = new HashMap<>();
            values.put(Expression.WEIGHTS, weights);
            values.put(Expression.GRADIENT, random.doubles(PARAMETERS, -1, 1).toArray());
            values.put(Expression.SCHEDULE, filled(1 - 0.1 * step));
            double[][] next = new double[count][];
            for (int k = 0; k < count; k++) {
                values.put(equations.state(k), current[k]);
            }
            for (int k = 0; k < count; k++) {
                next[k] = value(equations.next().get(k), values);
                finite &= Arrays.stream(next[k]).allMatch(Double::isFinite);
            }
            current = next;
            states[step] = next;
        }
    }

    private static double[] filled(double value) {
        double[] array = new double[PARAMETERS];
        Arrays.fill(array, value);
        return array;
    }

    private double[] value(Expression node, Map<Expression, double[]> values) {
        double[] known = values.get(node);
        if (known != null) {
            return known;
        }
        double[] out = node.isConstant() ? filled(node.constant()) : new double[PARAMETERS];
        if (node.isCall()) {
            double[][] arguments = node.arguments().stream()
                    .map(argument -> value(argument, values))
                    .toArray(double[][]::new);
            Kernel kernel = node.function().kernel();
            if (kernel instanceof Kernel.Leafwise) {
                // These parameters have no shape: nothing is ruled out, and no ratio is guessed.
                isKnown = false;
                return out;
            }
            if (kernel instanceof Kernel.Reduction reduction) {
                out = reduced(reduction, arguments);
            } else if (kernel instanceof Kernel.Rescaling rescaling) {
                double norm = reduced(rescaling.reduction(), arguments)[0];
                for (int i = 0; i < PARAMETERS; i++) {
                    out[i] = norm < arguments[1][i] ? arguments[0][i] : arguments[0][i] / norm * arguments[1][i];
                }
            } else {
                double[] point = new double[arguments.length];
                for (int i = 0; i < PARAMETERS; i++) {
                    for (int k = 0; k < point.length; k++) {
                        point[k] = arguments[k][i];
                    }
                    out[i] = node.function().reference().orElseThrow().at(point);
                }
            }
        }
        values.put(node, out);
        return out;
    }

    private static double[] reduced(Kernel.Reduction reduction, double[][] arguments) {
        double[] sums = new double[reduction.products().length];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < PARAMETERS; i++) {
                sums[k] += arguments[reduction.products()[k][0]][i]
                        * arguments[reduction.products()[k][1]][i];
            }
        }
        return filled(reduction.finish().apply(sums));
    }

    /** Whether state k may be zero at every step. */
    boolean mayStayZero(int k) {
        return !finite || !isKnown || largest(k) <= 1e-12;
    }

    private double largest(int k) {
        return Arrays.stream(states)
                .flatMapToDouble(step -> Arrays.stream(step[k]))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** The number r for which state k = r * state j at every step seen, if there is one other than zero. */
    OptionalDouble ratio(int k, int j) {
        double scale = largest(j);
        if (!finite || !isKnown || scale == 0 || largest(k) == 0) {
            return OptionalDouble.empty();
        }
        double ratio = Double.NaN;
        for (double[][] step : states) {
            for (int i = 0; i < PARAMETERS; i++) {
                if (Double.isNaN(ratio) && Math.abs(step[j][i]) > 0.01 * scale) {
                    ratio = step[k][i] / step[j][i];
                }
            }
        }
        for (double[][] step : states) {
            for (int i = 0; i < PARAMETERS; i++) {
                if (!(Math.abs(step[k][i] - ratio * step[j][i]) <= TOLERANCE * Math.abs(ratio) * scale)) {
                    return OptionalDouble.empty();
                }
            }
        }
        return OptionalDouble.of(ratio);
    }
}
