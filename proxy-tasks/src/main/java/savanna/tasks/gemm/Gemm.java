package savanna.tasks.gemm;

/**
 * Multiplies matrices of floats, row-major within flat arrays. An instance may hold buffers: one a thread.
 *
 * <p>The native one runs on the OpenBLAS that Savanna carries; the system property {@code savanna.gemm=java} asks for
 * the plain-Java one, which is also taken where the native library cannot be loaded.
 */
public interface Gemm {

    /**
     * {@code c = op(a) op(b) + beta * c} with op(a) of m x k, op(b) of k x n, and c of m x n.
     *
     * @param transposeA whether {@code a} is stored as k x m
     * @param transposeB whether {@code b} is stored as n x k
     * @param aStride distance between the starts of stored rows of {@code a}; likewise for the others
     * @param beta 0 (c is overwritten, whatever it held) or 1 (added to)
     */
    void multiply(
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
            int cStride);

    /** The fastest that this machine offers, unless the system property asks for another; see {@link GemmKind}. */
    static Gemm create() {
        return GemmKind.isJavaAskedFor() ? new JavaGemm() : OpenBlas.gemm().orElseGet(JavaGemm::new);
    }
}
