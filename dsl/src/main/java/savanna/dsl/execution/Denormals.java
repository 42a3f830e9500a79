package savanna.dsl.execution;

/** Denormal floats make arithmetic up to a hundred times slower; states that decay to zero would be full of them. */
public final class Denormals {

    /** States of this magnitude or less are stored as zero. */
    public static final float THRESHOLD = 1e-30f;
    /**
     * States are flushed at the first step and at every 32nd after it; what decays slowly enough to last meets a flush
     * on its way.
     */
    public static final int INTERVAL = 32;

    private Denormals() {}

    /**
     * Makes those of the first n floats that are of magnitude at most 1e-30 zero of the same sign; NaN and infinities
     * stay.
     */
    static void flush(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            // At 1e8 neighbouring floats differ by 8, so the factor is 0 or 1, never between; branches would not be
            // vectorized.
            x[i] *= Math.max(0f, Math.min(1f, Math.abs(x[i]) * 1e38f - 1e8f));
        }
    }
}
