package savanna.tasks.gemm;

import dev.ludovic.netlib.blas.NativeBLAS;

/**
 * Gemm on heap arrays through netlib's JNI, on the loaded OpenBLAS; without a copy, one thread a call. {@link OpenBlas}
 * loads this class once for each copy of the library.
 */
final class OpenBlasGemm implements Gemm {

    static final String NAME = "openblas";

    /**
     * Terms of a sum that one call adds up. Longer sums go in parts of equal length: 128 x 64 sums of 785 terms take
     * half to two thirds of the time in four parts, those of 1,024 terms a tenth less (OpenBLAS 0.3.19 on AMD Zen,
     * whose first-level cache longer panels overflow), and no shape that was tried lost.
     */
    private static final int DEPTH = 200;

    private final NativeBLAS blas = NativeBLAS.getInstance();

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
        int parts = Math.max(1, (k + DEPTH - 1) / DEPTH);
        int depth = (k + parts - 1) / parts;
        int aStep = transposeA ? aStride : 1;
        int bStep = transposeB ? 1 : bStride;
        for (int part = 0; part < parts; part++) {
            int from = part * depth;
            // Row-major c = a b is column-major c' = b' a'.
            blas.sgemm(
                    transposeB ? "T" : "N",
                    transposeA ? "T" : "N",
                    n,
                    m,
                    Math.min(depth, k - from),
                    1f,
                    b,
                    bOffset + from * bStep,
                    bStride,
                    a,
                    aOffset + from * aStep,
                    aStride,
                    part == 0 ? beta : 1f,
                    c,
                    cOffset,
                    cStride);
        }
    }
}
