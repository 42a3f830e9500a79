package savanna.dsl.matrix;

import java.util.Arrays;

/**
 * Functions of symmetric matrices by their eigenvalues, in double precision. Of any other square matrix they take the
 * symmetric part, half its sum with its transpose. Where a number is infinite or NaN, the result is NaN.
 */
public final class SymmetricFunctions {

    /** What is added to every eigenvalue below a root, as a share of the largest. */
    public static final double RIDGE = 1e-6;

    private SymmetricFunctions() {}

    /**
     * Writes {@code (x + ridge I)^(-1/p)} for the square of n x n that begins at an offset; the ridge is
     * {@value #RIDGE} of the largest eigenvalue, as in distributed Shampoo (Anil et al., 2020), and negative
     * eigenvalues count as zero. Where none is positive the result is zero.
     */
    public static void inverseRoot(float[] values, int offset, int n, double p, float[] out, int outOffset) {
        Symmetric eigen = new Symmetric(symmetric(values, offset, n));
        double largest = eigen.values[n - 1];
        if (largest <= 0) {
            Arrays.fill(out, outOffset, outOffset + n * n, 0);
            return;
        }
        double[][] sums = new double[n][n];
        for (int k = 0; k < n; k++) {
            double raised = StrictMath.pow(Math.max(eigen.values[k], 0) + RIDGE * largest, -1 / p);
            double[] vector = eigen.vectors[k];
            for (int i = 0; i < n; i++) {
                double factor = raised * vector[i];
                double[] row = sums[i];
                for (int j = 0; j < n; j++) {
                    row[j] += factor * vector[j];
                }
            }
        }
        write(sums, out, outOffset);
    }

    /**
     * Writes the eigenvectors of the square of n x n that begins at an offset, as columns, by ascending eigenvalue. Of
     * a vector and its opposite it is the one whose first number of largest magnitude is positive.
     */
    public static void eigenvectors(float[] values, int offset, int n, float[] out, int outOffset) {
        double[][] vectors = new Symmetric(symmetric(values, offset, n)).vectors;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                out[outOffset + i * n + k] = (float) vectors[k][i];
            }
        }
    }

    private static double[][] symmetric(float[] values, int offset, int n) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = ((double) values[offset + i * n + j] + values[offset + j * n + i]) / 2;
            }
        }
        return matrix;
    }

    private static void write(double[][] rows, float[] out, int offset) {
        int at = offset;
        for (double[] row : rows) {
            for (double number : row) {
                out[at++] = (float) number;
            }
        }
    }
}
