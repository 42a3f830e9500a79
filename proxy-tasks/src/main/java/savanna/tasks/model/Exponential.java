package savanna.tasks.model;

/**
 * Exponentials of whole arrays, in a form that HotSpot turns into vector instructions; relative error below 2e-5.
 * Arguments are at most 0, as a softmax has them; below -60 as at -60, so that no denormal slows what follows.
 */
final class Exponential {
    private Exponential() {}

    /** {@code x[i] = exp(x[i] - largest[i])} for i in [from, to), and adds that to the sums. */
    static void ofDifferences(float[] x, float[] largest, float[] sums, int from, int to) {
        for (int i = from; i < to; i++) {
            float e = of(x[i] - largest[i]);
            x[i] = e;
            sums[i] += e;
        }
    }

    private static float of(float x) {
        // exp(x) = exp(x / 64)^64, and a polynomial fitted to [-60 / 64, 0] needs six terms for a relative error of
        // 2e-8. Pairs of terms do not wait for
        // each other, as they would in Horner's form.
        float y = Math.max(x, -60f) * (1f / 64);
        float square = y * y;
        float e = ((1f + y * 0.999999005f) + square * (0.499980844f + y * 0.166540694f))
                + (square * square) * ((0.0412771678f + y * 0.00770758062f) + square * 0.000868845336f);
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e;
    }
}
