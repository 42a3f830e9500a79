package savanna.tasks.model;

/**
 * Loops over ranges of arrays that HotSpot turns into vector instructions: all arrays share the index, and each loop
 * stands in a method of its own so that it is compiled on its own.
 */
final class Vectors {
    private Vectors() {}

    static void add(float[] y, float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += x[i];
        }
    }

    static void scale(float[] y, float factor, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] *= factor;
        }
    }

    static void multiply(float[] y, float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] *= x[i];
        }
    }

    static void max(float[] y, float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(y[i], x[i]);
        }
    }

    static void reciprocal(float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = 1f / y[i];
        }
    }

    /** {@code y += a * x}. */
    static void addProduct(float[] y, float[] a, float[] x, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += a[i] * x[i];
        }
    }

    /** {@code y += sum over rows of a[row] * b[row]}. */
    static void addProducts(float[] y, float[][] a, float[][] b, int rows, int from, int to) {
        int row = 0;
        for (; row + 3 <= rows; row += 3) {
            addThreeProducts(y, a[row], b[row], a[row + 1], b[row + 1], a[row + 2], b[row + 2], from, to);
        }
        if (row + 2 == rows) {
            addTwoProducts(y, a[row], b[row], a[row + 1], b[row + 1], from, to);
        } else if (row < rows) {
            addProduct(y, a[row], b[row], from, to);
        }
    }

    /**
     * Three and no more: with four, the body passes HotSpot's limit on unrolling, and the loop stays scalar (measured
     * three times as slow on Java 17).
     */
    private static void addThreeProducts(
            float[] y, float[] a, float[] b, float[] c, float[] d, float[] e, float[] f, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += a[i] * b[i] + c[i] * d[i] + e[i] * f[i];
        }
    }

    private static void addTwoProducts(float[] y, float[] a, float[] b, float[] c, float[] d, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += a[i] * b[i] + c[i] * d[i];
        }
    }

    /** {@code y[row] += a * x[row]} for each row. */
    static void addProductToEach(float[][] y, float[] a, float[][] x, int rows, int from, int to) {
        for (int row = 0; row < rows; row++) {
            addProduct(y[row], a, x[row], from, to);
        }
    }

    /** Sum of a range; four lanes, since a single chain of additions waits for itself. */
    static float sum(float[] x, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < to; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    static float dot(float[] x, float[] y, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < n; i++) {
            a += x[i] * y[i];
        }
        return (a + b) + (c + d);
    }
}
