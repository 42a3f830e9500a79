package savanna.dsl.algebra;

import java.util.Optional;
import savanna.dsl.function.Function;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/** Builds calls of arithmetic with the folding that is always right. */
final class Arithmetic {

    private Arithmetic() {}

    /** The sum of two coefficients; zero where they cancel up to rounding. */
    static double sum(double x, double y) {
        double sum = x + y;
        return Tolerances.cancels(sum, x, y) ? 0 : sum;
    }

    /** 1 / (c + 1e-8), or plus or minus 1 where that is what 32 bits make of it. */
    static double inverseOfDivisor(double c) {
        double inverse = 1 / (c + Tolerances.GUARD);
        return Tolerances.near(inverse, 1) ? 1 : Tolerances.near(inverse, -1) ? -1 : inverse;
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
        boolean isKnown = Tolerances.isWritable(value)
                && Math.abs(value - call.function().at(held)) <= Tolerances.FOLDING * Math.abs(value)
                && isSettled(call.function().reference().get(), arguments, value);
        return isKnown ? Optional.of(Expression.constant(value)) : Optional.empty();
    }

    /** Whether the rounding of the arguments to 32 bits, where it changes them, leaves the value. */
    private static boolean isSettled(Function.Reference function, double[] arguments, double value) {
        for (int i = 0; i < arguments.length; i++) {
            if ((float) arguments[i] != arguments[i]) {
                double[] moved = arguments.clone();
                moved[i] *= 1 + Tolerances.ROUNDING;
                if (!(Math.abs(function.at(moved) - value) <= Tolerances.SETTLED * Math.abs(value))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** c * x. */
    static Expression scaled(Expression x, double c) {
        if (Tolerances.near(c, 1)) {
            return x;
        }
        if (x.isConstant()) {
            return Expression.constant(c * x.constant());
        }
        if (Tolerances.near(c, -1)) {
            return x.is(Operation.NEGATION) ? x.argument(0) : Expression.call(Operation.NEGATION, x);
        }
        return Expression.call(Operation.PRODUCT, x, Expression.constant(c));
    }

    /** x + c * y. */
    static Expression plus(Expression x, Expression y, double c) {
        if (y.isConstant()) {
            return c * y.constant() < 0
                    ? Expression.call(Operation.DIFFERENCE, x, Expression.constant(-c * y.constant()))
                    : Expression.call(Operation.SUM, x, Expression.constant(c * y.constant()));
        }
        if (x.isConstant() && c > 0) {
            return Expression.call(Operation.SUM, x, scaled(y, c));
        }
        return c < 0
                ? Expression.call(Operation.DIFFERENCE, x, scaled(y, -c))
                : Expression.call(Operation.SUM, x, scaled(y, c));
    }

    /** (1 - a) * x + a * y; a state is the second. */
    static Expression interpolation(Expression x, Expression y, double a) {
        boolean swap = y.isConstant()
                || x.type() == Expression.Type.STATE && y.type() != Expression.Type.STATE && !x.isConstant();
        return swap && !(x.isConstant())
                ? Expression.call(Operation.INTERPOLATION, y, x, Expression.constant(1 - a))
                : Expression.call(Operation.INTERPOLATION, x, y, Expression.constant(a));
    }
}
