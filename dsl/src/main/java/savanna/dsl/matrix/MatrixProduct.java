package savanna.dsl.matrix;

import java.util.Iterator;
import java.util.ServiceLoader;

/**
 * Multiplies matrices of floats, row by row within flat arrays. An instance may hold buffers: one a thread.
 *
 * <p>The functions of the language multiply through {@link #ofThread}, and so through one kind of product in a process:
 * that of the module that supplies a {@link Source}, as {@code proxy-tasks} does with what its models multiply by, else
 * {@link PlainProduct}. Results of different kinds differ by rounding; those of one kind are equal to the bit.
 */
public interface MatrixProduct {

    /** Supplies a kind of product; found by Java's {@link ServiceLoader}. */
    @FunctionalInterface
    interface Source {
        /** One for a thread. */
        MatrixProduct create();
    }

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

    /** What the functions of the language multiply by on this thread. */
    static MatrixProduct ofThread() {
        return Products.OF_THREAD.get();
    }

    /** The products of this process. */
    final class Products {
        private static final Source SOURCE = source();
        private static final ThreadLocal<MatrixProduct> OF_THREAD = ThreadLocal.withInitial(SOURCE::create);

        private Products() {}

        private static Source source() {
            Iterator<Source> found = ServiceLoader.load(Source.class, MatrixProduct.class.getClassLoader())
                    .iterator();
            return found.hasNext() ? found.next() : PlainProduct::new;
        }
    }
}
