package savanna.dsl.function;

/**
 * Trigonometric kernels in passes that HotSpot vectorizes: the argument less the nearest multiple of pi (in three
 * parts, Cody and Waite 1980), then a polynomial. A pass has few operations, since HotSpot leaves long loops scalar.
 * Arguments beyond {@value #LIMIT} go one by one through {@link Math}.
 */
final class Trigonometry {

    private static final float LIMIT = 8192f;
    private static final float INVERSE_PI = 0.31830989f;
    private static final float PI_1 = 3.140625f;
    private static final float PI_2 = 9.67502593994140625e-4f;
    private static final float PI_3 = 1.509957990978376432e-7f;
    private static final float HALF_PI = 1.57079633f;

    private Trigonometry() {}

    /** {@code sin(r)} for |r| at most pi / 2. */
    private static void sine(float[] r, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float q = r[i];
            float z = q * q;
            float p = -2.39066290e-8f * z + 2.75264e-6f;
            p = p * z - 1.984080e-4f;
            p = p * z + 8.3333315e-3f;
            p = p * z - 1.66666666e-1f;
            out[i] = q + q * z * p;
        }
    }

    /** {@code r = x - k pi}, in place of x. */
    private static void reduce(float[] x, float[] k, float[] r, int n) {
        for (int i = 0; i < n; i++) {
            r[i] = ((x[i] - k[i] * PI_1) - k[i] * PI_2) - k[i] * PI_3;
        }
    }

    /** Multiplies by {@code (-1)^k} for integers k. */
    private static void alternate(float[] k, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            float half = (k[i] * 0.5f + Exponentials.ROUND) - Exponentials.ROUND;
            out[i] = out[i] * (1f - 2f * Math.abs(k[i] - 2f * half));
        }
    }

    static void sin(Scratch scratch, float[] x, float[] out, int n) {
        float[] r = scratch.a;
        float[] k = scratch.b;
        for (int i = 0; i < n; i++) {
            k[i] = (x[i] * INVERSE_PI + Exponentials.ROUND) - Exponentials.ROUND;
        }
        reduce(x, k, r, n);
        sine(r, r, n);
        alternate(k, r, n);
        Scratch.repair(x, r, n, LIMIT, Math::sin);
        System.arraycopy(r, 0, out, 0, n);
    }

    static void cos(Scratch scratch, float[] x, float[] out, int n) {
        float[] r = scratch.a;
        float[] k = scratch.b;
        float[] half = scratch.c;
        float[] magnitude = scratch.d;
        for (int i = 0; i < n; i++) {
            float c = Math.abs(x[i]);
            magnitude[i] = c;
            k[i] = (c * INVERSE_PI - 0.5f + Exponentials.ROUND) - Exponentials.ROUND;
        }
        for (int i = 0; i < n; i++) {
            half[i] = k[i] + 0.5f;
        }
        reduce(magnitude, half, r, n);
        sine(r, r, n);
        alternate(k, r, n);
        for (int i = 0; i < n; i++) {
            r[i] = -r[i];
        }
        Scratch.repair(x, r, n, LIMIT, Math::cos);
        System.arraycopy(r, 0, out, 0, n);
    }

    /** Sine over cosine, the cosine as the sine of the distance to the nearer pole, reduced from x itself. */
    static void tan(Scratch scratch, float[] x, float[] out, int n) {
        float[] r = scratch.a;
        float[] k = scratch.b;
        float[] pole = scratch.c;
        float[] sign = scratch.d;
        for (int i = 0; i < n; i++) {
            k[i] = (x[i] * INVERSE_PI + Exponentials.ROUND) - Exponentials.ROUND;
        }
        reduce(x, k, r, n);
        Exponentials.signs(r, sign, n);
        for (int i = 0; i < n; i++) {
            k[i] = k[i] + 0.5f * sign[i];
        }
        reduce(x, k, pole, n);
        for (int i = 0; i < n; i++) {
            pole[i] = -sign[i] * pole[i] + (1f - Math.abs(sign[i])) * HALF_PI;
        }
        sine(r, r, n);
        sine(pole, pole, n);
        for (int i = 0; i < n; i++) {
            r[i] = r[i] / pole[i];
        }
        Scratch.repair(x, r, n, LIMIT, Math::tan);
        System.arraycopy(r, 0, out, 0, n);
    }

    /**
     * For s = |x|, or sqrt((1 - |x|) / 2) where |x| is over 0.5: {@code arcsin(s)} into {@code scratch.a} (polynomial
     * of Cephes' {@code asinf}). Whether |x| is over 0.5, as 0 or 1, into {@code scratch.b}; the sign of x into
     * {@code scratch.c}.
     */
    private static void arcsineParts(Scratch scratch, float[] x, int n) {
        float[] s = scratch.a;
        float[] large = scratch.b;
        float[] z = scratch.d;
        Exponentials.signs(x, scratch.c, n);
        for (int i = 0; i < n; i++) {
            large[i] = Math.max(0f, Math.min(1f, (Math.abs(x[i]) - 0.5f) * 1e38f * 1e38f));
        }
        for (int i = 0; i < n; i++) {
            float t = Math.abs(x[i]);
            z[i] = (1f - large[i]) * (t * t) + large[i] * (0.5f * (1f - t));
        }
        for (int i = 0; i < n; i++) {
            float t = Math.abs(x[i]);
            s[i] = (1f - large[i]) * t + large[i] * (float) Math.sqrt(z[i]);
        }
        for (int i = 0; i < n; i++) {
            float q = z[i];
            float p = (((4.2163199048e-2f * q + 2.4181311049e-2f) * q + 4.5470025998e-2f) * q + 7.4953002686e-2f) * q
                    + 1.6666752422e-1f;
            s[i] = s[i] + s[i] * (p * q);
        }
    }

    /** {@code arcsin(t) = pi / 2 - 2 arcsin(sqrt((1 - t) / 2))} for t over 0.5. */
    static void arcsin(Scratch scratch, float[] x, float[] out, int n) {
        arcsineParts(scratch, x, n);
        float[] p = scratch.a;
        float[] large = scratch.b;
        float[] sign = scratch.c;
        for (int i = 0; i < n; i++) {
            out[i] = sign[i] * ((1f - large[i]) * p[i] + large[i] * (HALF_PI - 2f * p[i]));
        }
    }

    static void arccos(Scratch scratch, float[] x, float[] out, int n) {
        arcsineParts(scratch, x, n);
        float[] p = scratch.a;
        float[] large = scratch.b;
        float[] sign = scratch.c;
        for (int i = 0; i < n; i++) {
            out[i] = (1f - large[i]) * (HALF_PI - sign[i] * p[i])
                    + large[i] * ((1f - sign[i]) * HALF_PI + sign[i] * 2f * p[i]);
        }
    }

    /** Polynomial of Abramowitz and Stegun 4.4.49 on [0, 1]; {@code arctan(t) = pi / 2 - arctan(1 / t)} beyond. */
    static void arctan(Scratch scratch, float[] x, float[] out, int n) {
        float[] u = scratch.a;
        float[] large = scratch.b;
        float[] sign = scratch.c;
        float[] p = scratch.d;
        for (int i = 0; i < n; i++) {
            float t = Math.abs(x[i]);
            u[i] = Math.min(t, 1f / t);
        }
        for (int i = 0; i < n; i++) {
            large[i] = Math.max(0f, Math.min(1f, (Math.abs(x[i]) - 1f) * 1e38f * 1e38f));
        }
        Exponentials.signs(x, sign, n);
        for (int i = 0; i < n; i++) {
            float z = u[i] * u[i];
            float q = 0.0028662257f * z - 0.0161657367f;
            q = q * z + 0.0429096138f;
            q = q * z - 0.0752896400f;
            q = q * z + 0.1065626393f;
            p[i] = q;
        }
        for (int i = 0; i < n; i++) {
            float z = u[i] * u[i];
            float q = p[i] * z - 0.1420889944f;
            q = q * z + 0.1999355085f;
            q = q * z - 0.3333314528f;
            p[i] = u[i] + u[i] * (z * q);
        }
        for (int i = 0; i < n; i++) {
            out[i] = sign[i] * (p[i] + large[i] * (HALF_PI - 2f * p[i]));
        }
    }
}
