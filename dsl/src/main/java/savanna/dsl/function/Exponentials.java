package savanna.dsl.function;

import java.util.function.DoubleUnaryOperator;

/**
 * Exponential and hyperbolic kernels in short passes that HotSpot vectorizes: {@code e^x = 2^k * e^r} with |r| at most
 * ln(2) / 2, a polynomial for e^r (coefficients of Cephes' {@code expf}, Moshier 1992), and 2^k put together from bits.
 * A pass has few operations, since HotSpot leaves long loops scalar. A block with arguments out of range has these
 * computed one by one by {@link Math}.
 */
final class Exponentials {

    /** Adding this rounds a float below 2^22 to an integer, which then stands in its low bits. */
    static final float ROUND = 12582912f;

    static final int ROUND_BITS = 0x4B400000;
    private static final float LOG2_E = 1.44269504f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    /** Beyond this magnitude e^x leaves the range of normal floats. */
    private static final float LIMIT = 86f;

    private Exponentials() {}

    /** {@code x = k ln(2) + r}: r, and k as a rounded float. */
    private static void reduce(float[] x, float[] r, float[] k, int n) {
        for (int i = 0; i < n; i++) {
            float t = x[i] * LOG2_E + ROUND;
            float whole = t - ROUND;
            r[i] = (x[i] - whole * LN2_HIGH) - whole * LN2_LOW;
            k[i] = t;
        }
    }

    private static void reduce2(float[] x, float[] r, float[] k, int n) {
        for (int i = 0; i < n; i++) {
            float t = x[i] + ROUND;
            r[i] = (x[i] - (t - ROUND)) * 0.69314718f;
            k[i] = t;
        }
    }

    private static void reduce10(float[] x, float[] r, float[] k, int n) {
        for (int i = 0; i < n; i++) {
            float t = x[i] * 3.32192809f + ROUND;
            float whole = t - ROUND;
            // log10(2) in two parts, the first exact in few bits.
            r[i] = ((x[i] - whole * 0.30078125f) - whole * 2.48745663981e-4f) * 2.30258509f;
            k[i] = t;
        }
    }

    /** {@code e^r - 1}. */
    private static void polynomial(float[] r, float[] p, int n) {
        for (int i = 0; i < n; i++) {
            float q = r[i];
            p[i] = q
                    + q
                            * q
                            * (0.5f
                                    + q
                                            * (1.6666665459e-1f
                                                    + q
                                                            * (4.1665795894e-2f
                                                                    + q
                                                                            * (8.3334519073e-3f
                                                                                    + q
                                                                                            * (1.3981999507e-3f
                                                                                                    + q
                                                                                                            * 1.9875691500e-4f)))));
        }
    }

    /** From rounded floats to {@code 2^k}, in place. @return whether some k is out of range */
    private static boolean powersOfTwo(Scratch scratch, float[] rounded, int n) {
        int[] bits = scratch.bits;
        scratch.toBits(rounded, bits, n);
        int outside = 0;
        for (int i = 0; i < n; i++) {
            int k = bits[i] - ROUND_BITS;
            outside |= k + 125 | 125 - k;
            bits[i] = k + 127 << 23;
        }
        scratch.fromBits(bits, rounded, n);
        return outside < 0;
    }

    private static void finish(Scratch scratch, float[] x, float[] out, int n, float limit, DoubleUnaryOperator exact) {
        float[] p = scratch.a;
        float[] k = scratch.b;
        polynomial(p, p, n);
        boolean outside = powersOfTwo(scratch, k, n);
        for (int i = 0; i < n; i++) {
            p[i] = p[i] * k[i] + k[i];
        }
        if (outside) {
            Scratch.repair(x, p, n, limit, exact);
        }
        System.arraycopy(p, 0, out, 0, n);
    }

    static void exp(Scratch scratch, float[] x, float[] out, int n) {
        reduce(x, scratch.a, scratch.b, n);
        finish(scratch, x, out, n, LIMIT, Math::exp);
    }

    static void exp2(Scratch scratch, float[] x, float[] out, int n) {
        reduce2(x, scratch.a, scratch.b, n);
        finish(scratch, x, out, n, 124f, value -> Math.pow(2, value));
    }

    static void exp10(Scratch scratch, float[] x, float[] out, int n) {
        reduce10(x, scratch.a, scratch.b, n);
        finish(scratch, x, out, n, 37f, value -> Math.pow(10, value));
    }

    static void expm1(Scratch scratch, float[] x, float[] out, int n) {
        float[] p = scratch.a;
        if (growth(scratch, x, n)) {
            Scratch.repair(x, p, n, LIMIT, StrictMath::expm1);
        }
        System.arraycopy(p, 0, out, 0, n);
    }

    /** {@code e^x - 1} into {@code scratch.a}. @return whether some arguments are out of range */
    private static boolean growth(Scratch scratch, float[] x, int n) {
        float[] p = scratch.a;
        float[] k = scratch.b;
        reduce(x, p, k, n);
        polynomial(p, p, n);
        boolean outside = powersOfTwo(scratch, k, n);
        for (int i = 0; i < n; i++) {
            p[i] = k[i] * p[i] + (k[i] - 1f);
        }
        return outside;
    }

    /** -1, 0 or 1; the two factors lift any float, denormals too, over 1. */
    static void signs(float[] x, float[] sign, int n) {
        for (int i = 0; i < n; i++) {
            sign[i] = Math.max(-1f, Math.min(1f, x[i] * 1e38f * 1e38f));
        }
    }

    static void tanh(Scratch scratch, float[] x, float[] out, int n) {
        float[] twice = scratch.c;
        float[] sign = scratch.d;
        for (int i = 0; i < n; i++) {
            twice[i] = 2f * Math.abs(x[i]);
        }
        signs(x, sign, n);
        boolean outside = growth(scratch, twice, n);
        float[] e = scratch.a;
        for (int i = 0; i < n; i++) {
            e[i] = sign[i] * (e[i] / (e[i] + 2f));
        }
        if (outside) {
            Scratch.repair(x, e, n, LIMIT / 2, StrictMath::tanh);
        }
        System.arraycopy(e, 0, out, 0, n);
    }

    static void sinh(Scratch scratch, float[] x, float[] out, int n) {
        float[] magnitude = scratch.c;
        float[] sign = scratch.d;
        for (int i = 0; i < n; i++) {
            magnitude[i] = Math.abs(x[i]);
        }
        signs(x, sign, n);
        boolean outside = growth(scratch, magnitude, n);
        float[] e = scratch.a;
        for (int i = 0; i < n; i++) {
            e[i] = sign[i] * (0.5f * e[i] + 0.5f * (e[i] / (e[i] + 1f)));
        }
        if (outside) {
            Scratch.repair(x, e, n, LIMIT, StrictMath::sinh);
        }
        System.arraycopy(e, 0, out, 0, n);
    }

    static void cosh(Scratch scratch, float[] x, float[] out, int n) {
        float[] magnitude = scratch.c;
        for (int i = 0; i < n; i++) {
            magnitude[i] = Math.abs(x[i]);
        }
        float[] e = scratch.a;
        float[] k = scratch.b;
        reduce(magnitude, e, k, n);
        polynomial(e, e, n);
        boolean outside = powersOfTwo(scratch, k, n);
        for (int i = 0; i < n; i++) {
            float grown = e[i] * k[i] + k[i];
            e[i] = 0.5f * grown + 0.5f / grown;
        }
        if (outside) {
            Scratch.repair(x, e, n, LIMIT, StrictMath::cosh);
        }
        System.arraycopy(e, 0, out, 0, n);
    }
}
