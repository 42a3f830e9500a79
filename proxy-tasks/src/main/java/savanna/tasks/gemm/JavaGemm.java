package savanna.tasks.gemm;

import savanna.dsl.matrix.PlainProduct;

/** Gemm in plain Java. */
final class JavaGemm extends PlainProduct implements Gemm {
    static final String NAME = "java";
}
