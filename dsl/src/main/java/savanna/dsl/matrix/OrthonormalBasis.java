package savanna.dsl.matrix;

import java.util.Arrays;

/**
 * What Gram and Schmidt make of the columns of a matrix, or of its rows where these are fewer: the Q of a QR
 * decomposition whose R has no negative number on its diagonal. It is found by Householder's reflections in double
 * precision. A vector that those before it make up to {@value #DEPENDENT} of its length is replaced by what the
 * reflections before it make of a unit vector, so that the result is orthonormal whatever it is made of; of zero it is
 * the first unit vectors. Where a number is infinite or NaN, the result is NaN.
 */
public final class OrthonormalBasis {

    /** Share of a vector's length below which what is left of it is taken for rounding. */
    public static final double DEPENDENT = 1e-6;

    private OrthonormalBasis() {}

    /** Writes the result for the matrix of rows x columns that begins at an offset. */
    public static void apply(float[] values, int offset, int rows, int columns, float[] out, int outOffset) {
        boolean isTall = rows >= columns;
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] vectors = new double[count][length];
        boolean isFinite = true;
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < length; i++) {
                vectors[k][i] = values[offset + (isTall ? i * columns + k : k * columns + i)];
                isFinite &= Double.isFinite(vectors[k][i]);
            }
        }
        if (!isFinite) {
            Arrays.fill(out, outOffset, outOffset + rows * columns, Float.NaN);
            return;
        }
        double[][] basis = of(vectors);
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < length; i++) {
                out[outOffset + (isTall ? i * columns + k : k * columns + i)] = (float) basis[k][i];
            }
        }
    }

    /** @param vectors overwritten by those of the reflections */
    private static double[][] of(double[][] vectors) {
        int count = vectors.length;
        double[][] basis = new double[count][vectors[0].length];
        boolean[] opposed = new boolean[count];
        for (int k = 0; k < count; k++) {
            double[] v = vectors[k];
            double whole = norm(v, 0);
            for (int j = 0; j < k; j++) {
                reflect(vectors[j], j, v);
            }
            double left = norm(v, k);
            if (left <= DEPENDENT * whole) {
                // No reflection.
                Arrays.fill(v, 0);
                continue;
            }
            opposed[k] = v[k] >= 0;
            v[k] += opposed[k] ? left : -left;
            double length = norm(v, k);
            for (int i = k; i < v.length; i++) {
                v[i] /= length;
            }
        }
        for (int k = 0; k < count; k++) {
            basis[k][k] = opposed[k] ? -1 : 1;
            for (int j = k; j >= 0; j--) {
                reflect(vectors[j], j, basis[k]);
            }
        }
        return basis;
    }

    /** {@code x - 2 v <v, x>} for a v of length 1 or 0 that begins at an index. */
    private static void reflect(double[] v, int from, double[] x) {
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            sum += v[i] * x[i];
        }
        double twice = 2 * sum;
        for (int i = from; i < x.length; i++) {
            x[i] -= twice * v[i];
        }
    }

    private static double norm(double[] x, int from) {
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum);
    }
}
