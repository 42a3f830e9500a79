package savanna.tasks.gemm;

import dev.ludovic.netlib.blas.NativeBLAS;

/**
 * Gemm on heap arrays through netlib's JNI, on the loaded OpenBLAS; without a copy, one thread a call. {@link OpenBlas}
 * loads this class once for each copy of the library.
 */
final class OpenBlasGemm implements Gemm {

    static final String NAME = "openblas";

    private final NativeBLAS blas = NativeBLAS.getInstance();
    private final Tiling tiling;

    OpenBlasGemm(Tiling tiling) {
        this.tiling = tiling;
    }

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
        int depth = tiling.depth(transposeA, transposeB, m, n, k);
        int columns = tiling.columns(transposeA, transposeB, m, n, k);
        int rows = tiling.rows(transposeA, transposeB, m, n, k);
        int aStep = transposeA ? aStride : 1;
        int bStep = transposeB ? 1 : bStride;
        int aRow = transposeA ? 1 : aStride;
        int bColumn = transposeB ? bStride : 1;
        for (int column = 0; column < n; column += columns) {
            for (int row = 0; row < m; row += rows) {
                for (int from = 0; from < k; from += depth) {
                    // Row-major c = a b is column-major c' = b' a'.
                    blas.sgemm(
                            transposeB ? "T" : "N",
                            transposeA ? "T" : "N",
                            Math.min(columns, n - column),
                            Math.min(rows, m - row),
                            Math.min(depth, k - from),
                            1f,
                            b,
                            bOffset + from * bStep + column * bColumn,
                            bStride,
                            a,
                            aOffset + from * aStep + row * aRow,
                            aStride,
                            from == 0 ? beta : 1f,
                            c,
                            cOffset + row * cStride + column,
                            cStride);
                }
            }
        }
    }
}
