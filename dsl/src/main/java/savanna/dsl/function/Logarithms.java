package savanna.dsl.function;

/**
 * Logarithm kernels in short passes that HotSpot vectorizes: {@code ln|x| = k ln(2) + ln(m)} with m in [0.707, 1.414),
 * exponent and mantissa taken from the bits, a polynomial for ln(m) (coefficients of Cephes' {@code logf}, Moshier
 * 1992). A block with zeros, denormals, infinities or NaN has these computed one by one by {@link Math}.
 */
final class Logarithms {

    private static final double LN_2 = Math.log(2);
    /** Beyond, squares might overflow. */
    private static final float LARGE = 1e15f;

    private Logarithms() {}

    /**
     * Mantissa m - 1 of |x| into {@code scratch.a}, exponent into {@code scratch.b}. @return whether some x is not a
     * normal number
     */
    private static boolean split(Scratch scratch, float[] x, int n) {
        int[] bits = scratch.bits;
        int[] exponents = scratch.exponents;
        scratch.toBits(x, bits, n);
        int outside = 0;
        for (int i = 0; i < n; i++) {
            int magnitude = bits[i] & 0x7fffffff;
            outside |= magnitude - 0x00800000 | 0x7f7fffff - magnitude;
            int exponent = magnitude - 0x3f3504f3 >> 23;
            bits[i] = magnitude - (exponent << 23);
            exponents[i] = exponent + Exponentials.ROUND_BITS;
        }
        float[] a = scratch.a;
        float[] b = scratch.b;
        scratch.fromBits(bits, a, n);
        scratch.fromBits(exponents, b, n);
        for (int i = 0; i < n; i++) {
            a[i] = a[i] - 1f;
            b[i] = b[i] - Exponentials.ROUND;
        }
        return outside < 0;
    }

    /** {@code ln(1 + f) - f} for 1 + f in [0.707, 1.414). */
    private static void remainder(float[] f, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float q = f[i];
            float p = 7.0376836292e-2f * q - 1.1514610310e-1f;
            p = p * q + 1.1676998740e-1f;
            p = p * q - 1.2420140846e-1f;
            p = p * q + 1.4249322787e-1f;
            out[i] = p;
        }
        for (int i = 0; i < n; i++) {
            float q = f[i];
            float p = out[i] * q - 1.6668057665e-1f;
            p = p * q + 2.0000714765e-1f;
            p = p * q - 2.4999993993e-1f;
            p = p * q + 3.3333331174e-1f;
            out[i] = (p * q - 0.5f) * (q * q);
        }
    }

    private static void repair(float[] x, float[] out, int n, double base) {
        for (int i = 0; i < n; i++) {
            float magnitude = Math.abs(x[i]);
            if (!(magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE)) {
                out[i] = (float) (Math.log(magnitude) / base);
            }
        }
    }

    static void log(Scratch scratch, float[] x, float[] out, int n) {
        boolean outside = split(scratch, x, n);
        float[] f = scratch.a;
        float[] k = scratch.b;
        float[] r = scratch.c;
        remainder(f, r, n);
        for (int i = 0; i < n; i++) {
            r[i] = (f[i] + (r[i] + k[i] * Exponentials.LN2_LOW)) + k[i] * Exponentials.LN2_HIGH;
        }
        if (outside) {
            repair(x, r, n, 1);
        }
        System.arraycopy(r, 0, out, 0, n);
    }

    static void log2(Scratch scratch, float[] x, float[] out, int n) {
        boolean outside = split(scratch, x, n);
        float[] f = scratch.a;
        float[] k = scratch.b;
        float[] r = scratch.c;
        remainder(f, r, n);
        for (int i = 0; i < n; i++) {
            // log2(e) = 1 + 0.4427; the product with 1 is exact.
            r[i] = (((f[i] + r[i]) * 0.44269504f + r[i]) + f[i]) + k[i];
        }
        if (outside) {
            repair(x, r, n, LN_2);
        }
        System.arraycopy(r, 0, out, 0, n);
    }

    static void log10(Scratch scratch, float[] x, float[] out, int n) {
        boolean outside = split(scratch, x, n);
        float[] f = scratch.a;
        float[] k = scratch.b;
        float[] r = scratch.c;
        remainder(f, r, n);
        for (int i = 0; i < n; i++) {
            r[i] = ((f[i] + r[i]) * 0.43429448f + k[i] * 2.48745663981e-4f) + k[i] * 0.30078125f;
        }
        if (outside) {
            repair(x, r, n, Math.log(10));
        }
        System.arraycopy(r, 0, out, 0, n);
    }

    /**
     * {@code ln|1 + x| = ln|u| + (x - (u - 1)) / u} with u = 1 + x rounded: the second term gives back what the
     * rounding took.
     */
    static void log1p(Scratch scratch, float[] x, float[] out, int n) {
        float[] correction = scratch.d;
        float[] u = scratch.e;
        for (int i = 0; i < n; i++) {
            float rounded = 1f + x[i];
            correction[i] = (x[i] - (rounded - 1f)) / (rounded + 1e-38f);
            u[i] = rounded;
        }
        log(scratch, u, scratch.c, n);
        float[] r = scratch.c;
        for (int i = 0; i < n; i++) {
            r[i] = r[i] + correction[i];
        }
        Scratch.repair(x, r, n, 1e30f, References::log1p);
        System.arraycopy(r, 0, out, 0, n);
    }

    /** {@code arctanh(t) = ln(1 + 2t / (1 - t)) / 2}; the root makes NaN of arguments beyond 1. */
    static void arctanh(Scratch scratch, float[] x, float[] out, int n) {
        float[] argument = scratch.f;
        for (int i = 0; i < n; i++) {
            float t = Math.abs(x[i]);
            argument[i] = 2f * t / (1f - t) + 0f * (float) Math.sqrt(1f - t);
        }
        log1p(scratch, argument, argument, n);
        float[] sign = scratch.a;
        Exponentials.signs(x, sign, n);
        for (int i = 0; i < n; i++) {
            out[i] = sign[i] * 0.5f * argument[i];
        }
    }

    /** {@code arcsinh(t) = ln(1 + t + t^2 / (1 + sqrt(t^2 + 1)))}. */
    static void arcsinh(Scratch scratch, float[] x, float[] out, int n) {
        float[] argument = scratch.f;
        for (int i = 0; i < n; i++) {
            float t = Math.abs(x[i]);
            float square = t * t;
            argument[i] = t + square / (1f + (float) Math.sqrt(square + 1f));
        }
        log1p(scratch, argument, argument, n);
        float[] sign = scratch.a;
        Exponentials.signs(x, sign, n);
        for (int i = 0; i < n; i++) {
            argument[i] = sign[i] * argument[i];
        }
        Scratch.repair(x, argument, n, LARGE, References::arcsinh);
        System.arraycopy(argument, 0, out, 0, n);
    }

    /** {@code arccosh(1 + t) = ln(1 + t + sqrt(t (t + 2)))}; the last root makes NaN of arguments below 1. */
    static void arccosh(Scratch scratch, float[] x, float[] out, int n) {
        float[] argument = scratch.f;
        for (int i = 0; i < n; i++) {
            float t = x[i] - 1f;
            argument[i] = t + (float) Math.sqrt(t * (t + 2f)) + 0f * (float) Math.sqrt(t);
        }
        log1p(scratch, argument, argument, n);
        Scratch.repair(x, argument, n, LARGE, References::arccosh);
        System.arraycopy(argument, 0, out, 0, n);
    }

    /** {@code cbrt|x|} as {@code 2^(log2|x| / 3)}, then a Newton step. */
    static void cbrt(Scratch scratch, float[] x, float[] out, int n) {
        float[] y = scratch.d;
        log2(scratch, x, y, n);
        for (int i = 0; i < n; i++) {
            y[i] = y[i] * (1f / 3f);
        }
        Exponentials.exp2(scratch, y, y, n);
        float[] sign = scratch.c;
        float[] r = scratch.a;
        Exponentials.signs(x, sign, n);
        for (int i = 0; i < n; i++) {
            r[i] = sign[i] * (y[i] - (y[i] - Math.abs(x[i]) / (y[i] * y[i])) * (1f / 3f));
        }
        for (int i = 0; i < n; i++) {
            float magnitude = Math.abs(x[i]);
            if (!(magnitude >= Float.MIN_NORMAL && magnitude <= 1e38f)) {
                r[i] = (float) StrictMath.cbrt(x[i]);
            }
        }
        System.arraycopy(r, 0, out, 0, n);
    }
}
