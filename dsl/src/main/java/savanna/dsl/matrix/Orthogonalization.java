package savanna.dsl.matrix;

import java.util.Arrays;

/**
 * The nearest matrix with orthonormal rows or columns, roughly: {@value #STEPS} steps of the Newton-Schulz iteration
 * {@code X <- a X + b (X X') X + c (X X')^2 X} with a = 3.4445, b = -4.775, c = 2.0315, as in Muon (Jordan et al.,
 * 2024, <a href="https://kellerjordan.github.io/posts/muon/">kellerjordan.github.io/posts/muon</a>), which leaves
 * singular values between some 0.7 and 1.2. It starts from x over its norm, without a guard: that is taken in double
 * precision, where no float's square leaves the range. A zero matrix stays zero; where a number is infinite or NaN, all
 * become NaN.
 *
 * <p>The smaller side is the one of {@code X X'}: a tall matrix is iterated as {@code X (X' X)}.
 */
public final class Orthogonalization {

    public static final double A = 3.4445;
    public static final double B = -4.775;
    public static final double C = 2.0315;
    public static final int STEPS = 5;

    private static final ThreadLocal<Orthogonalization> OF_THREAD = ThreadLocal.withInitial(Orthogonalization::new);

    private float[] x = new float[0];
    private float[] next = new float[0];
    private float[] gram = new float[0];
    private float[] polynomial = new float[0];

    private Orthogonalization() {}

    /** Writes the result for the matrix of rows x columns that begins at an offset. */
    public static void apply(float[] values, int offset, int rows, int columns, float[] out, int outOffset) {
        double scale = scale(values, offset, rows * columns);
        if (!(scale > 0) || Double.isInfinite(scale)) {
            Arrays.fill(out, outOffset, outOffset + rows * columns, scale == 0 ? 0 : Float.NaN);
            return;
        }
        OF_THREAD.get().iterate(values, offset, rows, columns, scale, out, outOffset);
    }

    /** One over the norm; 0 of a zero matrix, NaN where a number is not finite. */
    private static double scale(float[] values, int offset, int size) {
        double sum = 0;
        for (int i = offset; i < offset + size; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum == 0 ? 0 : Double.isFinite(sum) ? 1 / Math.sqrt(sum) : Double.NaN;
    }

    private void iterate(float[] values, int offset, int rows, int columns, double scale, float[] out, int outOffset) {
        int size = rows * columns;
        int side = Math.min(rows, columns);
        boolean isWide = rows <= columns;
        reserve(size, side * side);
        for (int i = 0; i < size; i++) {
            x[i] = (float) (values[offset + i] * scale);
        }
        MatrixProduct product = MatrixProduct.ofThread();
        for (int step = 0; step < STEPS; step++) {
            // Of a wide matrix X X', of a tall one X' X: symmetric either way.
            product.multiply(!isWide, isWide, side, side, size / side, x, 0, columns, x, 0, columns, 0, gram, 0, side);
            product.multiply(false, false, side, side, side, gram, 0, side, gram, 0, side, 0, polynomial, 0, side);
            for (int i = 0; i < side * side; i++) {
                polynomial[i] = (float) B * gram[i] + (float) C * polynomial[i];
            }
            for (int i = 0; i < side; i++) {
                polynomial[i * side + i] += (float) A;
            }
            if (isWide) {
                product.multiply(
                        false, false, rows, columns, side, polynomial, 0, side, x, 0, columns, 0, next, 0, columns);
            } else {
                product.multiply(
                        false, false, rows, columns, side, x, 0, columns, polynomial, 0, side, 0, next, 0, columns);
            }
            float[] old = x;
            x = next;
            next = old;
        }
        System.arraycopy(x, 0, out, outOffset, size);
    }

    private void reserve(int size, int square) {
        if (x.length < size) {
            x = new float[size];
            next = new float[size];
        }
        if (gram.length < square) {
            gram = new float[square];
            polynomial = new float[square];
        }
    }
}
