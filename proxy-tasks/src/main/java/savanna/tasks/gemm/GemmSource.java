package savanna.tasks.gemm;

import savanna.dsl.matrix.MatrixProduct;

/** Lets programs multiply matrices by what models do; found by Java's {@link java.util.ServiceLoader}. */
public final class GemmSource implements MatrixProduct.Source {
    @Override
    public MatrixProduct create() {
        return Gemm.create();
    }
}
