package savanna.dsl.function;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * Arrays of a thread for kernels that work in several passes, and the passage between floats and their bits: HotSpot 17
 * does not vectorize {@link Float#floatToRawIntBits}, but a copy through a buffer moves whole arrays.
 */
final class Scratch {

    /** Floats that fit. */
    static final int SIZE = 1024;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    final float[] a = new float[SIZE];
    final float[] b = new float[SIZE];
    final float[] c = new float[SIZE];
    final float[] d = new float[SIZE];
    final float[] e = new float[SIZE];
    final float[] f = new float[SIZE];
    final int[] bits = new int[SIZE];
    final int[] exponents = new int[SIZE];

    private final FloatBuffer floatView;
    private final IntBuffer intView;

    private Scratch() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE * Float.BYTES).order(ByteOrder.nativeOrder());
        floatView = buffer.asFloatBuffer();
        intView = buffer.asIntBuffer();
    }

    static Scratch get() {
        return OF_THREAD.get();
    }

    void toBits(float[] from, int[] to, int n) {
        floatView.put(0, from, 0, n);
        intView.get(0, to, 0, n);
    }

    void fromBits(int[] from, float[] to, int n) {
        intView.put(0, from, 0, n);
        floatView.get(0, to, 0, n);
    }

    /** The numbers one by one through {@code exact} where the magnitude of x is not at most the limit. */
    static void repair(float[] x, float[] out, int n, float limit, DoubleUnaryOperator exact) {
        for (int i = 0; i < n; i++) {
            if (!(Math.abs(x[i]) <= limit)) {
                out[i] = (float) exact.applyAsDouble(x[i]);
            }
        }
    }

    /** A pass over at most {@link #SIZE} floats; {@code out} may be {@code x}. */
    @FunctionalInterface
    interface Pass {
        void apply(Scratch scratch, float[] x, float[] out, int n);
    }

    /** A kernel for any length: longer arrays pass in pieces. */
    static Kernel.Unary kernel(Pass pass) {
        return (x, out, n) -> {
            Scratch scratch = get();
            if (n <= SIZE) {
                pass.apply(scratch, x, out, n);
                return;
            }
            float[] piece = new float[SIZE];
            for (int from = 0; from < n; from += SIZE) {
                int length = Math.min(SIZE, n - from);
                System.arraycopy(x, from, piece, 0, length);
                pass.apply(scratch, piece, piece, length);
                System.arraycopy(piece, 0, out, from, length);
            }
        };
    }
}
