package savanna.dsl.algebra;

import java.util.Optional;
import savanna.dsl.function.Function;

/** Builds calls of arithmetic with the folding that is always right. */
final class Arithmetic {

    static final double EPSILON = 1e-8f;
    /** Factors that differ by less than this are one 32-bit number, or its neighbour. */
    private static final double ROUNDING = 1.5e-7;
    /** A change of a constant, as a share of it, that tells it apart from rounding. */
    private static final double SETTLED = 1e-5;
    /** What is left of a cancellation, as a share of what cancelled, when it is rounding error. */
    private static final double CANCELLATION = 1e-9;

    private Arithmetic() {}

    /** Whether two constants are the same up to the rounding of 32 bits. */
    static boolean near(double x, double y) {
        return Math.abs(x - y) <= ROUNDING * Math.max(Math.abs(x), Math.abs(y));
    }

    /** The sum of two coefficients; zero where they cancel up to rounding. */
    static double sum(double x, double y) {
        double sum = x + y;
        return Math.abs(sum) <= CANCELLATION * (Math.abs(x) + Math.abs(y)) ? 0 : sum;
    }

    /** Whether the language can write the number. */
    static boolean isWritable(double value) {
        return Double.isFinite(value)
                && Float.isFinite((float) value)
                && (value == 0 || Math.abs((float) value) >= Float.MIN_NORMAL);
    }

    /** 1 / (c + 1e-8), or plus or minus 1 where that is what 32 bits make of it. */
    static double inverseOfDivisor(double c) {
        double inverse = 1 / (c + EPSILON);
        return near(inverse, 1) ? 1 : near(inverse, -1) ? -1 : inverse;
    }

    /**
     * The value of a call of constants, where 32 bits can hold it, engines have it too, and it does not hang on the
     * rounding of its arguments.
     */
    static Optional<Expression> folded(Expression call) {
        if (!call.isOfConstants() || call.function().reference().isEmpty()) {
            return Optional.empty();
        }
        double[] arguments =
                call.arguments().stream().mapToDouble(Expression::constant).toArray();
        float[] held = new float[arguments.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = (float) arguments[i];
        }
        double value = call.function().reference().get().at(arguments);
        boolean isKnown = isWritable(value)
                && Math.abs(value - call.function().at(held)) <= SETTLED * Math.abs(value)
                && isSettled(call.function().reference().get(), arguments, value);
        return isKnown ? Optional.of(Expression.constant(value)) : Optional.empty();
    }

    /** Whether the rounding of the arguments to 32 bits, where it changes them, leaves the value. */
    private static boolean isSettled(Function.Reference function, double[] arguments, double value) {
        for (int i = 0; i < arguments.length; i++) {
            if ((float) arguments[i] != arguments[i]) {
                double[] moved = arguments.clone();
                moved[i] *= 1 + ROUNDING;
                if (!(Math.abs(function.at(moved) - value) <= SETTLED * Math.abs(value))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** c * x. */
    static Expression scaled(Expression x, double c) {
        if (near(c, 1)) {
            return x;
        }
        if (x.isConstant()) {
            return Expression.constant(c * x.constant());
        }
        if (near(c, -1)) {
            return x.is("negative") ? x.argument(0) : Expression.call("negative", x);
        }
        return Expression.call("multiply", x, Expression.constant(c));
    }

    /** x + c * y. */
    static Expression plus(Expression x, Expression y, double c) {
        if (y.isConstant()) {
            return c * y.constant() < 0
                    ? Expression.call("subtract", x, Expression.constant(-c * y.constant()))
                    : Expression.call("add", x, Expression.constant(c * y.constant()));
        }
        if (x.isConstant() && c > 0) {
            return Expression.call("add", x, scaled(y, c));
        }
        return c < 0 ? Expression.call("subtract", x, scaled(y, -c)) : Expression.call("add", x, scaled(y, c));
    }

    /** (1 - a) * x + a * y; a state is the second. */
    static Expression interpolation(Expression x, Expression y, double a) {
        boolean swap = y.isConstant()
                || x.type() == Expression.Type.STATE && y.type() != Expression.Type.STATE && !x.isConstant();
        return swap && !(x.isConstant())
                ? Expression.call("interp", y, x, Expression.constant(1 - a))
                : Expression.call("interp", x, y, Expression.constant(a));
    }
}
