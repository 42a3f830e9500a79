package savanna.dsl.function;

/**
 * What a function computes, over arrays of floats. Elementwise kernels read and write the first {@code n} elements of
 * each array; {@code out} may be one of the inputs. Loops share one index over all arrays, so that HotSpot vectorizes
 * them.
 */
public sealed interface Kernel {

    /** A function without arguments: one number. */
    record Constant(float value) implements Kernel {}

    /**
     * A function without arguments: a number of each leaf that follows from its shape.
     *
     * @param number the number, of a leaf of so many rows and columns
     */
    record OfShape(Number number) implements Kernel {
        /** What follows from a shape. */
        @FunctionalInterface
        public interface Number {
            float of(int rows, int columns);
        }
    }

    /** {@code out[i] = f(x[i])}. */
    @FunctionalInterface
    non-sealed interface Unary extends Kernel {
        void apply(float[] x, float[] out, int n);
    }

    /** {@code out[i] = f(x[i], y[i])}. */
    @FunctionalInterface
    non-sealed interface Binary extends Kernel {
        void apply(float[] x, float[] y, float[] out, int n);
    }

    /** {@code out[i] = f(x[i], y[i], z[i])}. */
    @FunctionalInterface
    non-sealed interface Ternary extends Kernel {
        void apply(float[] x, float[] y, float[] z, float[] out, int n);
    }

    /**
     * A function that turns whole arrays into one number: it is a function of inner products.
     *
     * @param scope the kind of the result: a number per leaf, or one for the whole model
     * @param products the inner products that the function needs, each a pair of argument indices
     * @param finish the result, from the inner products in that order
     */
    record Reduction(Kind scope, int[][] products, Finish finish) implements Kernel {
        /** The last step of a reduction, from double-precision sums to the number. */
        @FunctionalInterface
        public interface Finish {
            float apply(double[] sums);
        }
    }

    /**
     * An elementwise function of its arguments and of one reduction over them.
     *
     * @param reduction the reduction, over the same arguments
     * @param finish elementwise function of (first argument, reduction, second argument)
     */
    record Rescaling(Reduction reduction, Ternary finish) implements Kernel {}

    /**
     * A function that sees whole leaves with their shape.
     *
     * @param signature the kinds that it takes and gives
     * @param loop what it does on one leaf
     * @param reference the same in double precision: the yardstick of the loop
     */
    record Leafwise(Signature signature, Loop loop, Reference reference) implements Kernel {
        /** Writes the result on one leaf; the arguments have the kinds of the typing and are not changed. */
        @FunctionalInterface
        public interface Loop {
            void apply(Matrix[] arguments, Matrix out);
        }

        /** The result on one leaf, from arguments of the typing's kinds; all as rows of numbers. */
        @FunctionalInterface
        public interface Reference {
            double[][] at(double[][]... arguments);
        }
    }
}
