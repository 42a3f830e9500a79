package savanna.dsl.matrix;

import java.util.Arrays;

/**
 * Products in plain Java: rows of {@code b} are copied to arrays of their own, since HotSpot vectorizes {@code c[i] +=
 * a * b[i]} only where all arrays share the index.
 */
public class PlainProduct implements MatrixProduct {

    private float[][] rows = new float[0][];
    private float[] sum = new float[0];

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float beta,
            float[] c,
            int cOffset,
            int cStride) {
        reserve(k, n);
        for (int p = 0; p < k; p++) {
            if (transposeB) {
                for (int j = 0; j < n; j++) {
                    rows[p][j] = b[bOffset + j * bStride + p];
                }
            } else {
                System.arraycopy(b, bOffset + p * bStride, rows[p], 0, n);
            }
        }
        int aRow = transposeA ? 1 : aStride;
        int aColumn = transposeA ? aStride : 1;
        for (int i = 0; i < m; i++) {
            int from = cOffset + i * cStride;
            if (beta == 0) {
                Arrays.fill(sum, 0, n, 0f);
            } else {
                System.arraycopy(c, from, sum, 0, n);
            }
            int at = aOffset + i * aRow;
            int p = 0;
            for (; p + 4 <= k; p += 4) {
                addFour(
                        sum,
                        n,
                        a[at],
                        rows[p],
                        a[at + aColumn],
                        rows[p + 1],
                        a[at + 2 * aColumn],
                        rows[p + 2],
                        a[at + 3 * aColumn],
                        rows[p + 3]);
                at += 4 * aColumn;
            }
            for (; p < k; p++) {
                addOne(sum, n, a[at], rows[p]);
                at += aColumn;
            }
            System.arraycopy(sum, 0, c, from, n);
        }
    }

    private static void addFour(
            float[] sum, int n, float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] w) {
        for (int j = 0; j < n; j++) {
            sum[j] += (a * x[j] + b * y[j]) + (c * z[j] + d * w[j]);
        }
    }

    private static void addOne(float[] sum, int n, float a, float[] x) {
        for (int j = 0; j < n; j++) {
            sum[j] += a * x[j];
        }
    }

    private void reserve(int k, int n) {
        if (rows.length < k || sum.length < n) {
            int width = Math.max(n, sum.length);
            rows = new float[Math.max(k, rows.length)][width];
            sum = new float[width];
        }
    }
}
