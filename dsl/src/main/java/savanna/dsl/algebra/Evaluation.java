package savanna.dsl.algebra;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Matrix;

/**
 * The value of an expression for a model of one parameter array, of {@value #ROWS} rows and {@value #COLUMNS} columns:
 * the numbers of its kind, row by row.
 */
enum Evaluation {
    /** By the functions' references. */
    IN_DOUBLE,
    /** By the kernels, with constants of 32 bits, as engines do. */
    IN_FLOATS;

    static final int ROWS = 2;
    static final int COLUMNS = 2;
    /** Parameters. */
    static final int ENTRIES = ROWS * COLUMNS;

    /** @param values of the inputs and states, each in its kind; those of calls are added */
    double[] of(Expression node, Map<Expression, double[]> values) {
        double[] known = values.get(node);
        if (known == null) {
            known = node.isConstant()
                    ? new double[] {this == IN_FLOATS ? (float) node.constant() : node.constant()}
                    : called(node, values);
            values.put(node, known);
        }
        return known;
    }

    /** The same, repeated to a kind. */
    double[] of(Expression node, Kind kind, Map<Expression, double[]> values) {
        return repeated(of(node, values), node.kind(), kind);
    }

    private static int rows(Kind kind) {
        return kind.rows().of(ROWS, COLUMNS);
    }

    private static int columns(Kind kind) {
        return kind.columns().of(ROWS, COLUMNS);
    }

    /** How many numbers a value of a kind has. */
    static int size(Kind kind) {
        return rows(kind) * columns(kind);
    }

    private static double[] filled(Kind kind, double value) {
        double[] array = new double[size(kind)];
        Arrays.fill(array, value);
        return array;
    }

    private static double[] repeated(double[] value, Kind from, Kind to) {
        int rows = rows(to);
        int columns = columns(to);
        if (rows == rows(from) && columns == columns(from)) {
            return value;
        }
        double[] out = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[i * columns + j] = value[(rows(from) == 1 ? 0 : i) * columns(from) + (columns(from) == 1 ? 0 : j)];
            }
        }
        return out;
    }

    private double[] called(Expression call, Map<Expression, double[]> values) {
        Function function = call.function();
        List<Kind> given = call.arguments().stream().map(Expression::kind).toList();
        List<Kind> taken = function.isElementwise()
                ? given.stream().map(kind -> call.kind()).toList()
                : function.arguments(given);
        double[][] arguments = new double[given.size()][];
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = of(call.argument(k), taken.get(k), values);
        }
        Kernel kernel = function.kernel();
        if (kernel instanceof Kernel.OfShape shape) {
            return filled(call.kind(), shape.number().of(ROWS, COLUMNS));
        }
        if (kernel instanceof Kernel.Leafwise leafwise) {
            return this == IN_FLOATS
                    ? byLoop(leafwise, taken, arguments, call.kind())
                    : byReference(leafwise, taken, arguments);
        }
        if (kernel instanceof Kernel.Reduction reduction) {
            return filled(call.kind(), reduced(reduction, arguments));
        }
        if (kernel instanceof Kernel.Rescaling rescaling) {
            double norm = reduced(rescaling.reduction(), arguments);
            double[] out = new double[ENTRIES];
            for (int i = 0; i < ENTRIES; i++) {
                out[i] = norm < arguments[1][i] ? arguments[0][i] : arguments[0][i] / norm * arguments[1][i];
            }
            return this == IN_FLOATS ? rounded(out) : out;
        }
        int size = size(call.kind());
        return this == IN_FLOATS ? byKernel(function, arguments, size) : byReference(function, arguments, size);
    }

    private static double[] byReference(Function function, double[][] arguments, int size) {
        double[] out = new double[size];
        double[] point = new double[arguments.length];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < point.length; k++) {
                point[k] = arguments[k][i];
            }
            out[i] = function.reference().orElseThrow().at(point);
        }
        return out;
    }

    private static double[] byKernel(Function function, double[][] arguments, int size) {
        double[] out = new double[size];
        float[] point = new float[arguments.length];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < point.length; k++) {
                point[k] = (float) arguments[k][i];
            }
            out[i] = function.at(point);
        }
        return out;
    }

    private static double[] byReference(Kernel.Leafwise leafwise, List<Kind> kinds, double[][] arguments) {
        double[][][] matrices = new double[arguments.length][][];
        for (int k = 0; k < matrices.length; k++) {
            int columns = columns(kinds.get(k));
            matrices[k] = new double[rows(kinds.get(k))][];
            for (int i = 0; i < matrices[k].length; i++) {
                matrices[k][i] = Arrays.copyOfRange(arguments[k], i * columns, (i + 1) * columns);
            }
        }
        return Arrays.stream(leafwise.reference().at(matrices))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double[] byLoop(Kernel.Leafwise leafwise, List<Kind> kinds, double[][] arguments, Kind kind) {
        Matrix[] matrices = new Matrix[arguments.length];
        for (int k = 0; k < matrices.length; k++) {
            matrices[k] = matrix(kinds.get(k));
            for (int i = 0; i < arguments[k].length; i++) {
                matrices[k].values()[i] = (float) arguments[k][i];
            }
        }
        Matrix out = matrix(kind);
        leafwise.loop().apply(matrices, out);
        double[] numbers = new double[out.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = out.values()[i];
        }
        return numbers;
    }

    private static Matrix matrix(Kind kind) {
        return new Matrix(new float[size(kind)], 0, rows(kind), columns(kind));
    }

    private static double reduced(Kernel.Reduction reduction, double[][] arguments) {
        double[] sums = new double[reduction.products().length];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < ENTRIES; i++) {
                sums[k] += arguments[reduction.products()[k][0]][i]
                        * arguments[reduction.products()[k][1]][i];
            }
        }
        return reduction.finish().apply(sums);
    }

    private static double[] rounded(double[] values) {
        double[] rounded = new double[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
