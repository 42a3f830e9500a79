package savanna.tasks.gemm;

import savanna.dsl.matrix.MatrixProduct;

/**
 * Multiplies matrices of floats, row-major within flat arrays. An instance may hold buffers: one a thread.
 *
 * <p>The native one runs on the OpenBLAS that Savanna carries; the system property {@code savanna.gemm=java} asks for
 * the plain-Java one, which is also taken where the native library cannot be loaded.
 */
public interface Gemm extends MatrixProduct {

    /** The fastest that this machine offers, unless the system property asks for another; see {@link GemmKind}. */
    static Gemm create() {
        return GemmKind.isJavaAskedFor() ? new JavaGemm() : OpenBlas.gemm().orElseGet(JavaGemm::new);
    }

    /** The plain-Java one, which gives the same bits on every machine. */
    static Gemm portable() {
        return new JavaGemm();
    }
}
