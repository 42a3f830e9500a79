package savanna.dsl.algebra;

import java.util.Arrays;
import java.util.Map;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;

/** The value of an expression for a model of four parameters in one array. */
enum Evaluation {
    /** By the functions' references. */
    IN_DOUBLE,
    /** By the kernels, with constants of 32 bits, as engines do. */
    IN_FLOATS;

    static final int ENTRIES = 4;

    /** @param values of the inputs and states; those of calls are added */
    double[] of(Expression node, Map<Expression, double[]> values) {
        double[] known = values.get(node);
        if (known == null) {
            known = node.isConstant()
                    ? filled(this == IN_FLOATS ? (float) node.constant() : node.constant())
                    : called(node, values);
            values.put(node, known);
        }
        return known;
    }

    static double[] filled(double value) {
        double[] array = new double[ENTRIES];
        Arrays.fill(array, value);
        return array;
    }

    private double[] called(Expression call, Map<Expression, double[]> values) {
        double[][] arguments = new double[call.arguments().size()][];
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = of(call.argument(k), values);
        }
        Kernel kernel = call.function().kernel();
        if (kernel instanceof Kernel.Leafwise || kernel instanceof Kernel.OfShape) {
            // These parameters have no shape: nothing is known of the value.
            return filled(Double.NaN);
        }
        if (kernel instanceof Kernel.Reduction reduction) {
            return reduced(reduction, arguments);
        }
        if (kernel instanceof Kernel.Rescaling rescaling) {
            double norm = reduced(rescaling.reduction(), arguments)[0];
            double[] out = new double[ENTRIES];
            for (int i = 0; i < ENTRIES; i++) {
                out[i] = norm < arguments[1][i] ? arguments[0][i] : arguments[0][i] / norm * arguments[1][i];
            }
            return this == IN_FLOATS ? rounded(out) : out;
        }
        return this == IN_FLOATS ? byKernel(call.function(), arguments) : byReference(call.function(), arguments);
    }

    private static double[] byReference(Function function, double[][] arguments) {
        double[] out = new double[ENTRIES];
        double[] point = new double[arguments.length];
        for (int i = 0; i < ENTRIES; i++) {
            for (int k = 0; k < point.length; k++) {
                point[k] = arguments[k][i];
            }
            out[i] = function.reference().orElseThrow().at(point);
        }
        return out;
    }

    private static double[] byKernel(Function function, double[][] arguments) {
        double[] out = new double[ENTRIES];
        float[] point = new float[arguments.length];
        for (int i = 0; i < ENTRIES; i++) {
            for (int k = 0; k < point.length; k++) {
                point[k] = (float) arguments[k][i];
            }
            out[i] = function.at(point);
        }
        return out;
    }

    private static double[] reduced(Kernel.Reduction reduction, double[][] arguments) {
        double[] sums = new double[reduction.products().length];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < ENTRIES; i++) {
                sums[k] += arguments[reduction.products()[k][0]][i]
                        * arguments[reduction.products()[k][1]][i];
            }
        }
        return filled(reduction.finish().apply(sums));
    }

    private static double[] rounded(double[] values) {
        double[] rounded = new double[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
