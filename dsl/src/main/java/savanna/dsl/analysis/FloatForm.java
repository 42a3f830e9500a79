package savanna.dsl.analysis;

import java.util.List;
import java.util.Optional;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/**
 * Brings the values of a program into normal form: constants folded, linear parts as sums with coefficients, products
 * flat, signs and factors pulled out of functions that allow it. {@code x * 1}, {@code x + 0}, {@code --x}, chains of
 * {@code interp} with constants and the order of commutative arguments leave no trace.
 *
 * <p>Every rewriting holds up to rounding. Where terms would cancel that differ by rounding, as in {@code (x + y) + z -
 * (x + (y + z))}, the value stays opaque: its rounding errors may be all there is of it. Beside its term each value has
 * a hash of exactly how it is computed; this class says when that is the one of an argument, {@link Sums},
 * {@link Products} and {@link Calls} make the terms.
 */
final class FloatForm {

    /** A share whose weights magnify rounding errors by no more than a few others would. */
    private static final double MODERATE = 4;

    private final Terms terms = new Terms();
    private final Sums sums = new Sums(terms);
    private final Products products = new Products(terms, sums);
    private final Calls calls = new Calls(terms, sums);

    /** All terms made so far, in order of creation. */
    List<Term> terms() {
        return terms.all;
    }

    Value input(Type type) {
        return new Value(terms.input(type), Mix.mix(type.ordinal() + 1));
    }

    Value state(int index, boolean tame) {
        return new Value(terms.state(index, tame), Mix.mix(100 + index));
    }

    Value constant(double value) {
        return new Value(terms.constant(value), Mix.mix(Double.doubleToRawLongBits(value), 7), (float) value);
    }

    /** The value of a call. */
    Value call(Function function, Value... arguments) {
        long exact = exact(function, arguments);
        Value value = normal(function, arguments, exact);
        return value.term().isHeld() ? value : wild(arguments, exact);
    }

    /**
     * The value of a call of a function of whole leaves. Unlike all others it may tell apart values that are equal once
     * they are broadcast, so the kinds of the arguments are part of what it is.
     */
    Value leafwise(Function function, List<Kind> kinds, Value... arguments) {
        if (arguments.length == 1 && function.isIdentityOn(kinds.get(0))) {
            return arguments[0];
        }
        if (arguments.length == 1
                && function.isZeroAtZero()
                && arguments[0].term().isConstant(0)) {
            return constant(0);
        }
        long exact = Calls.salt(function, kinds);
        for (Value argument : arguments) {
            exact = Mix.mix(exact, argument.exact());
        }
        Term term = calls.leafwise(function, kinds, parts(arguments));
        return term.isHeld() ? new Value(term, exact) : wild(arguments, exact);
    }

    private Value normal(Function function, Value[] arguments, long exact) {
        if (function.kernel() instanceof Kernel.Constant) {
            return constant(function.reference().orElseThrow().at());
        }
        if (function.isElementwise() && allConstant(arguments)) {
            return folded(function, arguments, exact);
        }
        if (arguments.length == 0) {
            return plain(function, arguments, exact);
        }
        Value x = arguments[0];
        return switch (function.operation()) {
            case SUM -> sum(x, 1, arguments[1], 1, exact);
            case DIFFERENCE -> sum(x, 1, arguments[1], -1, exact);
            case PRODUCT -> product(x, arguments[1], exact);
            case QUOTIENT -> quotient(x, arguments[1], exact);
            case NEGATION -> scaled(x, -1, exact);
            case SQUARE -> new Value(products.product(x.term(), x.term()), exact);
            case CUBE -> new Value(products.product(products.product(x.term(), x.term()), x.term()), exact);
            case RECIPROCAL -> new Value(products.reciprocal(x.term()), exact);
            case INTERPOLATION -> interpolation(function, x, arguments[1], arguments[2], exact);
            case LARGER, SMALLER -> extremum(function, arguments, exact);
            case CLIP -> clipped(function, x, arguments[1], exact);
            case MAGNITUDE -> x.term().neverNegative ? new Value(x.term(), exact) : plain(function, arguments, exact);
            default -> isFirst(function, arguments) ? x : plain(function, arguments, exact);
        };
    }

    /** Whether a call is its first argument, bit for bit. */
    private static boolean isFirst(Function function, Value[] arguments) {
        Value x = arguments[0];
        if (arguments.length == 1) {
            return function.isZeroAtZero() && x.term().isConstant(0);
        }
        Value y = arguments[1];
        return function.selects() && x.term() == y.term() && x.exact() == y.exact()
                || function.neutral().isPresent()
                        && y.is((float) function.neutral().getAsDouble());
    }

    private static long exact(Function function, Value[] arguments) {
        long hash = Mix.of(function.name());
        if (arguments.length == 2 && function.is(Fact.COMMUTATIVE)) {
            long a = Math.min(arguments[0].exact(), arguments[1].exact());
            return Mix.mix(Mix.mix(hash, a), Math.max(arguments[0].exact(), arguments[1].exact()));
        }
        for (Value argument : arguments) {
            hash = Mix.mix(hash, argument.exact());
        }
        return hash;
    }

    private static boolean allConstant(Value[] arguments) {
        for (Value argument : arguments) {
            if (!argument.term().isConstant()) {
                return false;
            }
        }
        return true;
    }

    /**
     * A computed constant: zeros are all alike, other numbers differ by the rounding of how they came about. Where what
     * engines have of it is another number, as of a sine near pi, of differences that cancel or of what 32 bits cannot
     * hold, it is known by how it is computed only; so is an infinity, whose sign may be that of a zero, which is not
     * followed.
     */
    private Value folded(Function function, Value[] arguments, long exact) {
        double[] numbers = new double[arguments.length];
        float[] held = new float[arguments.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = arguments[i].term().constant;
            held[i] = arguments[i].held();
        }
        double number = function.reference().orElseThrow().at(numbers);
        float own = function.at(held);
        if (!Value.agree(number, own)) {
            return wild(arguments, exact);
        }
        return number == 0 ? constant(0) : new Value(terms.constant(number), exact, own);
    }

    private Value plain(Function function, Value[] arguments, long exact) {
        return new Value(calls.call(function, parts(arguments)), exact);
    }

    private static Term[] parts(Value[] arguments) {
        Term[] parts = new Term[arguments.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = arguments[i].term();
        }
        return parts;
    }

    private Value sum(Value x, double cx, Value y, double cy, long exact) {
        if (y.term().isConstant(0)) {
            return scaled(x, cx, x.exact());
        }
        if (x.term().isConstant(0)) {
            return scaled(y, cy, cy == 1 ? y.exact() : exact);
        }
        if (x.term() == y.term() && cx == -cy) {
            boolean zero = x.exact() == y.exact() && x.term().tame;
            return zero ? constant(0) : opaque(x, y, exact);
        }
        return sums.combination(x.term(), cx, y.term(), cy)
                .map(sum -> new Value(sum, exact))
                .orElseGet(() -> opaque(x, y, exact));
    }

    /** A value that 32 bits may make infinite or zero on the way. */
    private Value wild(Value[] arguments, long exact) {
        return new Value(terms.wild(parts(arguments), exact), exact);
    }

    private Value opaque(Value x, Value y, long exact) {
        return new Value(terms.opaque(x.term(), y.term(), exact), exact);
    }

    /** {@code factor * x}; a product with a zero factor stays one where {@code x} may be infinite. */
    private Value scaled(Value x, double factor, long exact) {
        if (factor == 1) {
            return x;
        }
        if (factor == 0 && x.term().tame) {
            return constant(0);
        }
        return new Value(sums.scaled(x.term(), factor), exact);
    }

    private Value interpolation(Function function, Value x, Value y, Value a, long exact) {
        if (a.is(1) && x.term().tame) {
            return y;
        }
        if (a.is(0) && y.term().tame) {
            return x;
        }
        // The interpolation of a value with itself is that value up to rounding only: pruning must not drop it.
        double weight = a.term().isConstant() ? a.held() : Double.NaN;
        if (x.term() == y.term() && (weight > 0 && weight < 1 || x.term().tame && Math.abs(weight) <= MODERATE)) {
            return new Value(x.term(), exact);
        }
        if (a.term().isConstant(1) || a.term().isConstant(0) || x.term() == y.term()) {
            return new Value(terms.call(function, x.term(), y.term(), a.term()), exact);
        }
        if (a.term().isConstant()) {
            double share = a.term().constant;
            // Engines have 1 - a of a in 32 bits: 0.001000047 for 0.999, and 0 for 0.99999999.
            double rest = Value.agree(1 - share, 1 - a.held()) ? 1 - share : 1 - a.held();
            if (rest == 0 || !Double.isFinite(rest)) {
                return new Value(terms.call(function, x.term(), y.term(), a.term()), exact);
            }
            return sums.combination(x.term(), rest, y.term(), share)
                    .map(sum -> new Value(sum, exact))
                    .orElseGet(() -> opaque(x, y, exact));
        }
        Optional<Term> sum = sums.combination(terms.constant(1), 1, a.term(), -1)
                .flatMap(rest ->
                        sums.combination(products.product(rest, x.term()), 1, products.product(a.term(), y.term()), 1));
        return new Value(sum.orElseGet(() -> terms.call(function, x.term(), y.term(), a.term())), exact);
    }

    private Value extremum(Function function, Value[] arguments, long exact) {
        Value x = arguments[0];
        Value y = arguments[1];
        if (x.term() == y.term() && x.exact() == y.exact()) {
            return x;
        }
        boolean smaller = function.operation() == Operation.SMALLER;
        if (isBetween(x, y, smaller)) {
            return x;
        }
        if (isBetween(y, x, smaller)) {
            return y;
        }
        if (smaller && isBelow(x, y)) {
            return x;
        }
        return smaller && isBelow(y, x) ? y : plain(function, arguments, exact);
    }

    /** Whether a bound is on the far side of x whatever x is: below a schedule, or above it. */
    private static boolean isBetween(Value x, Value bound, boolean above) {
        return bound.term().isConstant()
                && (above
                        ? x.term().type == Type.SCHEDULE && bound.term().constant >= 1
                        : x.term().neverNegative && !x.term().isConstant() && bound.term().constant <= 0);
    }

    /** Whether x is a number below all that y can be; NaN of y would count, so y is finite. */
    private static boolean isBelow(Value x, Value y) {
        return x.term().isConstant()
                && x.term().constant <= 0
                && !y.term().isConstant()
                && y.term().neverNegative
                && y.term().tame;
    }

    /** {@code clip}: the sign of the bound does not count, nothing is farther than itself, and 0 stays 0. */
    private Value clipped(Function function, Value x, Value bound, long exact) {
        boolean same = x.term() == bound.term() && x.exact() == bound.exact();
        boolean wide =
                x.term().type == Type.SCHEDULE && bound.term().isConstant() && Math.abs(bound.term().constant) >= 1;
        if (same || wide) {
            return x;
        }
        if (x.term().isConstant(0) && bound.term().tame || bound.term().isConstant(0) && x.term().tame) {
            return constant(0);
        }
        Term limit = Calls.withoutMagnitude(bound.term());
        if (!limit.isConstant() && sums.factor(limit) < 0 || limit.isConstant() && limit.constant < 0) {
            limit = sums.scaled(limit, -1);
        }
        return new Value(terms.call(function, x.term(), limit), exact);
    }

    private Value product(Value x, Value y, long exact) {
        if (y.term().isConstant()) {
            return scaled(x, y, exact);
        }
        if (x.term().isConstant()) {
            return scaled(y, x, exact);
        }
        return new Value(products.product(x.term(), y.term()), exact);
    }

    private Value scaled(Value x, Value factor, long exact) {
        return factor.term().isConstant(1) && !factor.is(1)
                ? new Value(x.term(), exact)
                : scaled(x, factor.term().constant, exact);
    }

    private Value quotient(Value x, Value y, long exact) {
        if (y.term().isConstant()) {
            float divisor = y.held() + (float) Tolerances.GUARD;
            double inverse = 1 / (y.term().constant + Tolerances.GUARD);
            if (!Value.agree(inverse, 1 / divisor)) {
                return wild(new Value[] {x, y}, exact);
            }
            // 1 + 1e-8 is exactly 1 in 32 bits.
            boolean isOne = Math.abs(Math.abs(inverse) - 1) < 2e-8;
            return scaled(
                    x, new Value(terms.constant(isOne ? Math.signum(inverse) : inverse), exact, 1 / divisor), exact);
        }
        // The guard keeps the divisor from zero: of all floats only -1e-8 would make it so.
        Optional<Term> inverse = products.guardedReciprocal(y.term(), Tolerances.GUARD);
        return inverse.map(factor -> product(x, new Value(factor, exact), exact))
                .orElseGet(() -> opaque(x, y, exact));
    }
}
