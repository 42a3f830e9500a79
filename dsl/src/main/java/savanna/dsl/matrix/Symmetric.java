package savanna.dsl.matrix;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, in double precision: Householder's reduction to a tridiagonal
 * matrix, then QL steps with implicit shifts (Bowdler, Martin, Reinsch and Wilkinson, Handbook for Automatic
 * Computation II, 1971). Vectors are kept as rows, so that every inner loop runs along one. Some ten n^3 operations for
 * n x n.
 */
final class Symmetric {

    private static final double EPSILON = 0x1p-52;
    private static final int MOST_STEPS = 80;

    /** Eigenvalues, ascending; NaN where the matrix holds a number that is not finite. */
    final double[] values;
    /** By eigenvalue: its eigenvector, of length 1. The first of its largest numbers is positive. */
    final double[][] vectors;

    private final int n;
    private final double[] off;

    /** @param matrix rows of a symmetric matrix; overwritten */
    Symmetric(double[][] matrix) {
        n = matrix.length;
        vectors = matrix;
        values = new double[n];
        off = new double[n];
        boolean isFinite = Arrays.stream(matrix).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        if (isFinite) {
            tridiagonalize();
            isFinite = diagonalize();
        }
        if (!isFinite) {
            Arrays.fill(values, Double.NaN);
            Arrays.stream(vectors).forEach(vector -> Arrays.fill(vector, Double.NaN));
            return;
        }
        sort();
        Arrays.stream(vectors).forEach(Symmetric::direct);
    }

    /** Leaves the diagonal in {@link #values}, what stands beside it in {@link #off}, and in the rows what turns it. */
    private void tridiagonalize() {
        double[][] v = vectors;
        double[] d = values;
        double[] e = off;
        System.arraycopy(v[n - 1], 0, d, 0, n);
        for (int i = n - 1; i > 0; i--) {
            double scale = 0;
            double h = 0;
            for (int k = 0; k < i; k++) {
                scale += Math.abs(d[k]);
            }
            if (scale == 0) {
                e[i] = d[i - 1];
                for (int j = 0; j < i; j++) {
                    d[j] = v[i - 1][j];
                    v[i][j] = 0;
                    v[j][i] = 0;
                }
            } else {
                for (int k = 0; k < i; k++) {
                    d[k] /= scale;
                    h += d[k] * d[k];
                }
                double f = d[i - 1];
                double g = f > 0 ? -Math.sqrt(h) : Math.sqrt(h);
                e[i] = scale * g;
                h -= f * g;
                d[i - 1] = f - g;
                reflect(i, h);
            }
            d[i] = h;
        }
        accumulate();
    }

    /** One reflection, from both sides. */
    private void reflect(int i, double h) {
        double[][] v = vectors;
        double[] d = values;
        double[] e = off;
        Arrays.fill(e, 0, i, 0);
        for (int j = 0; j < i; j++) {
            // The lower triangle holds the matrix: row j up to its diagonal, and column j below as rows.
            double f = d[j];
            v[j][i] = f;
            double[] row = v[j];
            double g = e[j] + row[j] * f;
            for (int k = 0; k < j; k++) {
                g += row[k] * d[k];
            }
            for (int k = 0; k < j; k++) {
                e[k] += row[k] * f;
            }
            e[j] = g;
        }
        double f = 0;
        for (int j = 0; j < i; j++) {
            e[j] /= h;
            f += e[j] * d[j];
        }
        double half = f / (h + h);
        for (int j = 0; j < i; j++) {
            e[j] -= half * d[j];
        }
        for (int j = 0; j < i; j++) {
            double[] row = v[j];
            double dj = d[j];
            double ej = e[j];
            for (int k = 0; k <= j; k++) {
                row[k] -= dj * e[k] + ej * d[k];
            }
        }
        for (int j = 0; j < i; j++) {
            d[j] = v[i - 1][j];
            v[i][j] = 0;
        }
    }

    /** The product of the reflections; its rows are then the vectors that the tridiagonal matrix stands in. */
    private void accumulate() {
        double[][] v = vectors;
        double[] d = values;
        for (int i = 0; i < n - 1; i++) {
            v[n - 1][i] = v[i][i];
            v[i][i] = 1;
            double h = d[i + 1];
            if (h != 0) {
                for (int k = 0; k <= i; k++) {
                    d[k] = v[k][i + 1] / h;
                }
                double[] sums = new double[i + 1];
                for (int k = 0; k <= i; k++) {
                    double factor = v[k][i + 1];
                    double[] row = v[k];
                    for (int j = 0; j <= i; j++) {
                        sums[j] += factor * row[j];
                    }
                }
                for (int k = 0; k <= i; k++) {
                    double factor = d[k];
                    double[] row = v[k];
                    for (int j = 0; j <= i; j++) {
                        row[j] -= sums[j] * factor;
                    }
                }
            }
            for (int k = 0; k <= i; k++) {
                v[k][i + 1] = 0;
            }
        }
        for (int j = 0; j < n; j++) {
            d[j] = v[n - 1][j];
            v[n - 1][j] = 0;
        }
        v[n - 1][n - 1] = 1;
        off[0] = 0;
        transpose();
    }

    private void transpose() {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double held = vectors[i][j];
                vectors[i][j] = vectors[j][i];
                vectors[j][i] = held;
            }
        }
    }

    /**
     * QL steps, each turning two rows at a time. What is smaller than rounding of the whole matrix counts as zero: by
     * the first rows alone, as in the Handbook, steps do not converge where these are nothing but rounding, as for the
     * products of embeddings of which few rows have gradients.
     *
     * @return whether they converged
     */
    private boolean diagonalize() {
        double[] d = values;
        double[] e = off;
        System.arraycopy(e, 1, e, 0, n - 1);
        e[n - 1] = 0;
        double shift = 0;
        double largest = IntStream.range(0, n)
                .mapToDouble(i -> Math.abs(d[i]) + Math.abs(e[i]))
                .max()
                .orElse(0);
        for (int l = 0; l < n; l++) {
            int m = l;
            while (m < n - 1 && Math.abs(e[m]) > EPSILON * largest) {
                m++;
            }
            for (int step = 0; m > l && Math.abs(e[l]) > EPSILON * largest; step++) {
                if (step == MOST_STEPS) {
                    return false;
                }
                shift += turn(l, m);
            }
            d[l] += shift;
            e[l] = 0;
        }
        return true;
    }

    /** One step on the rows l to m. @return by how much the diagonal was shifted */
    private double turn(int l, int m) {
        double[] d = values;
        double[] e = off;
        double g = d[l];
        double p = (d[l + 1] - g) / (2 * e[l]);
        double r = Math.copySign(hypotenuse(p, 1), p);
        d[l] = e[l] / (p + r);
        d[l + 1] = e[l] * (p + r);
        double below = d[l + 1];
        double shift = g - d[l];
        for (int i = l + 2; i < n; i++) {
            d[i] -= shift;
        }
        p = d[m];
        double c = 1;
        double c2 = c;
        double c3 = c;
        double start = e[l + 1];
        double s = 0;
        double s2 = 0;
        for (int i = m - 1; i >= l; i--) {
            c3 = c2;
            c2 = c;
            s2 = s;
            g = c * e[i];
            double h = c * p;
            r = hypotenuse(p, e[i]);
            e[i + 1] = s * r;
            s = r == 0 ? 0 : e[i] / r;
            c = r == 0 ? 1 : p / r;
            p = c * d[i] - s * g;
            d[i + 1] = h + s * (c * g + s * d[i]);
            rotate(vectors[i], vectors[i + 1], c, s);
        }
        p = -s * s2 * c3 * start * e[l] / below;
        e[l] = s * p;
        d[l] = c * p;
        return shift;
    }

    private static void rotate(double[] x, double[] y, double c, double s) {
        for (int k = 0; k < x.length; k++) {
            double h = y[k];
            y[k] = s * x[k] + c * h;
            x[k] = c * x[k] - s * h;
        }
    }

    /** Numbers here are of the matrix's size, or turned by it: squares do not leave the range of doubles. */
    private static double hypotenuse(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    private void sort() {
        double[] unsorted = values.clone();
        double[][] rows = vectors.clone();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((i, j) -> Double.compare(unsorted[i], unsorted[j]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < n; i++) {
            values[i] = unsorted[order[i]];
            vectors[i] = rows[order[i]];
        }
    }

    /** Chooses between a vector and its opposite. */
    private static void direct(double[] vector) {
        double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
        for (double number : vector) {
            if (Math.abs(number) >= (1 - 1e-6) * largest) {
                if (number < 0) {
                    for (int k = 0; k < vector.length; k++) {
                        vector[k] = -vector[k];
                    }
                }
                return;
            }
        }
    }
}
