package savanna.dsl.function;

/** Functions that {@link Math} lacks, in double precision. */
final class References {

    private References() {}

    static double arcsinh(double x) {
        double magnitude = Math.abs(x);
        double value = magnitude > 1e150
                ? Math.log(magnitude) + Math.log(2)
                : StrictMath.log1p(magnitude + magnitude * magnitude / (1 + Math.sqrt(magnitude * magnitude + 1)));
        return Math.copySign(value, x);
    }

    static double arccosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        double above = x - 1;
        return x > 1e150 ? Math.log(x) + Math.log(2) : StrictMath.log1p(above + Math.sqrt(2 * above + above * above));
    }

    static double arctanh(double x) {
        return Math.copySign(0.5 * StrictMath.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x);
    }

    static double log1p(double x) {
        return x > -1 ? StrictMath.log1p(x) : Math.log(-1 - x);
    }

    /**
     * As C99, PyTorch and JAX have it: 1 to any power, and -1 to an infinite one, is 1. Both zeros are 0, as for
     * {@code reciprocal}.
     */
    static double power(double x, double y) {
        return x == 1 || x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x + 0.0, y);
    }
}
