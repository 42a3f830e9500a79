package savanna.dsl.function;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import savanna.dsl.matrix.Orthogonalization;
import savanna.dsl.matrix.OrthonormalBasis;
import savanna.dsl.matrix.SymmetricFunctions;

/**
 * The functions of whole leaves in double precision, as their definitions read, without regard to speed; eigenvalues
 * are found by Jacobi's rotations, orthonormal bases by reflections that are written out as matrices.
 */
final class MatrixReferences {

    private MatrixReferences() {}

    static double[][] rowMean(double[][]... arguments) {
        return Arrays.stream(arguments[0])
                .map(row -> new double[] {DoubleStream.of(row).sum() / row.length})
                .toArray(double[][]::new);
    }

    static double[][] columnMean(double[][]... arguments) {
        return transpose(rowMean(transpose(arguments[0])));
    }

    static double[][] mean(double[][]... arguments) {
        return rowMean(transpose(rowMean(arguments[0])));
    }

    static double[][] transpose(double[][]... arguments) {
        double[][] x = arguments[0];
        return matrix(x[0].length, x.length, (i, j) -> x[j][i]);
    }

    static double[][] product(double[][]... arguments) {
        double[][] x = arguments[0];
        double[][] y = arguments[1];
        return matrix(
                x.length,
                y[0].length,
                (i, j) -> IntStream.range(0, y.length)
                        .mapToDouble(k -> x[i][k] * y[k][j])
                        .sum());
    }

    static double[][] orthogonalize(double[][]... arguments) {
        double norm = Math.sqrt(Arrays.stream(arguments[0])
                .flatMapToDouble(Arrays::stream)
                .map(number -> number * number)
                .sum());
        if (norm == 0) {
            return arguments[0];
        }
        double[][] x = matrix(
                arguments[0].length,
                arguments[0][0].length,
                (i, j) -> Double.isFinite(norm) ? arguments[0][i][j] / norm : Double.NaN);
        for (int step = 0; step < Orthogonalization.STEPS; step++) {
            double[][] last = x;
            // (X X') X is X (X' X): the smaller of both is formed.
            boolean isWide = x.length <= x[0].length;
            double[][] gram = isWide ? product(x, transpose(x)) : product(transpose(x), x);
            double[][] square = product(gram, gram);
            double[][] polynomial = matrix(
                    gram.length,
                    gram.length,
                    (i, j) -> Orthogonalization.B * gram[i][j] + Orthogonalization.C * square[i][j]);
            double[][] moved = isWide ? product(polynomial, x) : product(x, polynomial);
            x = matrix(last.length, last[0].length, (i, j) -> Orthogonalization.A * last[i][j] + moved[i][j]);
        }
        return x;
    }

    static double[][] inverseRoot(double[][]... arguments) {
        Jacobi eigen = new Jacobi(arguments[0]);
        double p = arguments[1][0][0];
        int n = eigen.values.length;
        double largest = Arrays.stream(eigen.values).max().orElseThrow();
        if (largest <= 0) {
            return new double[n][n];
        }
        double[] roots = Arrays.stream(eigen.values)
                .map(value -> Math.pow(Math.max(value, 0) + SymmetricFunctions.RIDGE * largest, -1 / p))
                .toArray();
        return matrix(
                n,
                n,
                (i, j) -> IntStream.range(0, n)
                        .mapToDouble(k -> eigen.vectors[i][k] * roots[k] * eigen.vectors[j][k])
                        .sum());
    }

    static double[][] eigenvectors(double[][]... arguments) {
        Jacobi eigen = new Jacobi(arguments[0]);
        int n = eigen.values.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((i, j) -> Double.compare(eigen.values[i], eigen.values[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[][] sorted = matrix(n, n, (i, k) -> eigen.vectors[i][order[k]]);
        double[] signs = IntStream.range(0, n).mapToDouble(k -> sign(sorted, k)).toArray();
        return matrix(n, n, (i, k) -> sorted[i][k] * signs[k]);
    }

    /** The sign of the first of a column's numbers that are the largest up to a millionth. */
    private static double sign(double[][] x, int column) {
        double largest =
                Arrays.stream(x).mapToDouble(row -> Math.abs(row[column])).max().orElse(0);
        return Arrays.stream(x)
                .mapToDouble(row -> row[column])
                .filter(number -> Math.abs(number) >= (1 - 1e-6) * largest)
                .map(Math::signum)
                .findFirst()
                .orElse(1);
    }

    static double[][] orthonormalBasis(double[][]... arguments) {
        double[][] x = arguments[0];
        if (x.length < x[0].length) {
            return transpose(orthonormalBasis(transpose(x)));
        }
        int m = x.length;
        int n = x[0].length;
        if (Arrays.stream(x).flatMapToDouble(Arrays::stream).anyMatch(number -> !Double.isFinite(number))) {
            return matrix(m, n, (i, j) -> Double.NaN);
        }
        double[][] q = matrix(m, m, (i, j) -> i == j ? 1 : 0);
        double[] signs = new double[n];
        double[][] rest = x;
        for (int k = 0; k < n; k++) {
            int column = k;
            double[][] current = rest;
            double whole = norm(IntStream.range(0, m).mapToDouble(i -> x[i][column]));
            double left = norm(IntStream.range(column, m).mapToDouble(i -> current[i][column]));
            signs[k] = 1;
            if (left > OrthonormalBasis.DEPENDENT * whole) {
                signs[k] = current[k][k] >= 0 ? -1 : 1;
                double[] v = IntStream.range(0, m)
                        .mapToDouble(
                                i -> i < column ? 0 : current[i][column] - (i == column ? signs[column] * left : 0))
                        .toArray();
                double length = norm(Arrays.stream(v));
                double[][] reflection =
                        matrix(m, m, (i, j) -> (i == j ? 1 : 0) - 2 * (v[i] / length) * (v[j] / length));
                rest = product(reflection, rest);
                q = product(q, reflection);
            }
        }
        double[][] whole = q;
        return matrix(m, n, (i, j) -> whole[i][j] * signs[j]);
    }

    private static double norm(DoubleStream numbers) {
        return Math.sqrt(numbers.map(number -> number * number).sum());
    }

    @FunctionalInterface
    private interface Entry {
        double at(int row, int column);
    }

    private static double[][] matrix(int rows, int columns, Entry entry) {
        return IntStream.range(0, rows)
                .mapToObj(i -> IntStream.range(0, columns)
                        .mapToDouble(j -> entry.at(i, j))
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Eigenvalues of the symmetric part of a matrix, by rotations in the plane of two axes until none is needed. */
    private static final class Jacobi {
        private static final int MOST_SWEEPS = 60;

        private final double[] values;
        /** As columns. */
        private final double[][] vectors;

        Jacobi(double[][] matrix) {
            int n = matrix.length;
            double[][] a = matrix(n, n, (i, j) -> (matrix[i][j] + matrix[j][i]) / 2);
            vectors = matrix(n, n, (i, j) -> i == j ? 1 : 0);
            for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
                for (int p = 0; p < n; p++) {
                    for (int q = p + 1; q < n; q++) {
                        if (a[p][q] != 0) {
                            rotate(a, p, q);
                        }
                    }
                }
            }
            values = IntStream.range(0, n).mapToDouble(i -> a[i][i]).toArray();
        }

        private void rotate(double[][] a, int p, int q) {
            double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
            double t = Math.abs(theta) > 1e150
                    ? 0.5 / theta
                    : (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
            double c = 1 / Math.sqrt(t * t + 1);
            double s = t * c;
            for (int k = 0; k < a.length; k++) {
                double held = a[k][p];
                a[k][p] = c * held - s * a[k][q];
                a[k][q] = s * held + c * a[k][q];
            }
            for (int k = 0; k < a.length; k++) {
                double held = a[p][k];
                a[p][k] = c * held - s * a[q][k];
                a[q][k] = s * held + c * a[q][k];
            }
            a[p][q] = 0;
            a[q][p] = 0;
            for (double[] row : vectors) {
                double held = row[p];
                row[p] = c * held - s * row[q];
                row[q] = s * held + c * row[q];
            }
        }
    }
}
