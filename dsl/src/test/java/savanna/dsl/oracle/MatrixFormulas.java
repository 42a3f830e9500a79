package savanna.dsl.oracle;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The functions of whole leaves, stated again from LANGUAGE.md in double precision: no code is shared with the function
 * table. Eigenvalues are found by rotating away the largest number beside the diagonal.
 *
 * @param operated what numbers make of the result of an operation
 * @param error a relative error, 0 where the oracle makes none
 */
record MatrixFormulas(DoubleUnaryOperator operated, DoubleSupplier error) {

    /**
     * Eigenvalues and lengths that are nearer to each other, or to zero, relative to the largest, are not told apart.
     */
    private static final double DISTINCT = 1e-3;

    private interface Entry {
        double at(int i, int j);
    }

    /** @param isDecided whether rounding has no say in which of several equally good results it is */
    record Result(double[][] value, boolean isDecided) {
        static Result of(double[][] value) {
            return new Result(value, true);
        }
    }

    /** The value of a call on one leaf. */
    Result of(String function, double[][]... a) {
        double[][] x = a[0];
        return switch (function) {
            case "row_mean" -> Result.of(rowMean(x));
            case "col_mean" -> Result.of(transposed(rowMean(transposed(x))));
            case "mean" -> Result.of(rowMean(transposed(rowMean(x))));
            case "transpose" -> Result.of(transposed(x));
            case "matmul" -> Result.of(product(x, a[1]));
            case "orthogonalize" -> Result.of(orthogonalized(x));
            case "inverse_root" -> Result.of(inverseRoot(x, a[1][0][0]));
            case "eigenvectors" -> eigenvectors(x);
            case "orthonormal_basis" -> basis(x);
            default -> throw new IllegalArgumentException("no formula for " + function);
        };
    }

    private static double[][] matrix(int rows, int columns, Entry entry) {
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix[i][j] = entry.at(i, j);
            }
        }
        return matrix;
    }

    private static double[][] transposed(double[][] x) {
        return matrix(x[0].length, x.length, (i, j) -> x[j][i]);
    }

    private double[][] rowMean(double[][] x) {
        return matrix(
                x.length, 1, (i, j) -> Arrays.stream(x[i]).map(operatedValue()).sum() / x[i].length);
    }

    /** Terms of a sum are rounded, or they are those of a kernel that adds in another order. */
    private DoubleUnaryOperator operatedValue() {
        return value -> value + value * error.getAsDouble();
    }

    private double[][] product(double[][] x, double[][] y) {
        return matrix(x.length, y[0].length, (i, j) -> {
            double sum = 0;
            for (int k = 0; k < y.length; k++) {
                sum = operated.applyAsDouble(sum + operated.applyAsDouble(x[i][k] * y[k][j]));
            }
            return sum;
        });
    }

    private static double length(double[][] x) {
        return Math.sqrt(
                Arrays.stream(x).flatMapToDouble(Arrays::stream).map(z -> z * z).sum());
    }

    private double[][] orthogonalized(double[][] x) {
        double length = length(x);
        if (length == 0) {
            return x;
        }
        if (!Double.isFinite(length)) {
            return matrix(x.length, x[0].length, (i, j) -> Double.NaN);
        }
        double[][] y = matrix(x.length, x[0].length, (i, j) -> operated.applyAsDouble(x[i][j] / length));
        for (int step = 0; step < 5; step++) {
            double[][] once = y;
            double[][] square = product(y, transposed(y));
            double[][] thrice = product(square, y);
            double[][] fifth = product(square, thrice);
            y = matrix(
                    y.length, y[0].length, (i, j) -> 3.4445 * once[i][j] - 4.775 * thrice[i][j] + 2.0315 * fifth[i][j]);
        }
        return y;
    }

    /** Of the mean of a square and its transpose, with errors as large as its largest number allows. */
    private double[][] symmetric(double[][] x) {
        double largest = Arrays.stream(x)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        double[][] mean = matrix(x.length, x.length, (i, j) -> (x[i][j] + x[j][i]) / 2);
        double[][] errors = matrix(x.length, x.length, (i, j) -> largest * error.getAsDouble());
        return matrix(x.length, x.length, (i, j) -> mean[i][j] + errors[Math.min(i, j)][Math.max(i, j)]);
    }

    /** Eigenvalues, ascending, and their vectors as columns. */
    private record Spectrum(double[] values, double[][] vectors) {
        static Spectrum of(double[][] symmetric) {
            int n = symmetric.length;
            double[][] a = matrix(n, n, (i, j) -> symmetric[i][j]);
            double[][] v = matrix(n, n, (i, j) -> i == j ? 1 : 0);
            for (int turn = 0; turn < 60 * n * n; turn++) {
                int p = 0;
                int q = 0;
                for (int i = 0; i < n; i++) {
                    for (int j = i + 1; j < n; j++) {
                        if (q == 0 || Math.abs(a[i][j]) > Math.abs(a[p][q])) {
                            p = i;
                            q = j;
                        }
                    }
                }
                if (q == 0 || !(Math.abs(a[p][q]) > 1e-18 * length(a))) {
                    break;
                }
                rotate(a, v, p, q);
            }
            int[] order = IntStream.range(0, n)
                    .boxed()
                    .sorted((i, j) -> Double.compare(a[i][i], a[j][j]))
                    .mapToInt(i -> i)
                    .toArray();
            return new Spectrum(
                    Arrays.stream(order).mapToDouble(i -> a[i][i]).toArray(), matrix(n, n, (i, j) -> v[i][order[j]]));
        }

        /** Makes a[p][q] zero. */
        private static void rotate(double[][] a, double[][] v, int p, int q) {
            double angle = Math.atan2(2 * a[p][q], a[p][p] - a[q][q]) / 2;
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            for (double[] row : a) {
                turn(row, p, q, c, s);
            }
            for (int k = 0; k < a.length; k++) {
                double up = a[p][k];
                double down = a[q][k];
                a[p][k] = c * up + s * down;
                a[q][k] = c * down - s * up;
            }
            for (double[] row : v) {
                turn(row, p, q, c, s);
            }
        }

        private static void turn(double[] row, int p, int q, double c, double s) {
            double left = row[p];
            double right = row[q];
            row[p] = c * left + s * right;
            row[q] = c * right - s * left;
        }
    }

    private static boolean isFinite(double[][] x) {
        return Double.isFinite(length(x));
    }

    private double[][] inverseRoot(double[][] given, double p) {
        int n = given.length;
        if (!isFinite(given)) {
            return matrix(n, n, (i, j) -> Double.NaN);
        }
        Spectrum spectrum = Spectrum.of(symmetric(given));
        double largest = spectrum.values[n - 1];
        if (!(largest > 0)) {
            return new double[n][n];
        }
        double[] powers = Arrays.stream(spectrum.values)
                .map(value -> StrictMath.pow(Math.max(value, 0) + 1e-6 * largest, -1 / p))
                .toArray();
        return matrix(
                n,
                n,
                (i, j) -> IntStream.range(0, n)
                        .mapToDouble(k -> spectrum.vectors[i][k] * powers[k] * spectrum.vectors[j][k])
                        .sum());
    }

    private Result eigenvectors(double[][] given) {
        int n = given.length;
        if (!isFinite(given)) {
            return new Result(matrix(n, n, (i, j) -> Double.NaN), false);
        }
        Spectrum spectrum = Spectrum.of(symmetric(given));
        double largest = Math.max(Math.abs(spectrum.values[0]), Math.abs(spectrum.values[n - 1]));
        boolean isDecided = true;
        for (int k = 1; k < n; k++) {
            isDecided &= spectrum.values[k] - spectrum.values[k - 1] > DISTINCT * largest;
        }
        double[] signs = new double[n];
        for (int k = 0; k < n; k++) {
            int column = k;
            double[] magnitudes = IntStream.range(0, n)
                    .mapToDouble(i -> Math.abs(spectrum.vectors[i][column]))
                    .sorted()
                    .toArray();
            double first = 0;
            for (int i = n - 1; i >= 0; i--) {
                first = Math.abs(spectrum.vectors[i][k]) == magnitudes[n - 1] ? spectrum.vectors[i][k] : first;
            }
            // Where two numbers are about the largest, rounding says which comes first.
            isDecided &= n == 1 || magnitudes[n - 1] - magnitudes[n - 2] > DISTINCT;
            signs[k] = first < 0 ? -1 : 1;
        }
        return new Result(matrix(n, n, (i, j) -> signs[j] * spectrum.vectors[i][j]), isDecided);
    }

    private Result basis(double[][] given) {
        if (!isFinite(given)) {
            return new Result(matrix(given.length, given[0].length, (i, j) -> Double.NaN), false);
        }
        boolean isWide = given.length < given[0].length;
        // Rows of this are made orthonormal, one after the other.
        double[][] rows = isWide ? matrix(given.length, given[0].length, (i, j) -> given[i][j]) : transposed(given);
        double all = length(rows);
        boolean isDecided = true;
        for (int k = 0; k < rows.length; k++) {
            double before = length(new double[][] {rows[k]});
            for (int repeat = 0; repeat < 2; repeat++) {
                for (int other = 0; other < k; other++) {
                    double inner = 0;
                    for (int j = 0; j < rows[k].length; j++) {
                        inner += rows[k][j] * rows[other][j];
                    }
                    for (int j = 0; j < rows[k].length; j++) {
                        rows[k][j] -= inner * rows[other][j];
                    }
                }
            }
            double left = length(new double[][] {rows[k]});
            isDecided &= left > DISTINCT * before && left > DISTINCT * all;
            for (int j = 0; j < rows[k].length; j++) {
                rows[k][j] = isDecided ? rows[k][j] / left + error.getAsDouble() : j == k ? 1 : 0;
            }
        }
        return new Result(isWide ? rows : transposed(rows), isDecided);
    }
}
