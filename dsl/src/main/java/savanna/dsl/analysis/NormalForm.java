package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kernel;

/**
 * Brings the values of a program into normal form: constants folded, linear parts as sums with coefficients, products flat, signs and
 * factors pulled out of functions that allow it. {@code x * 1}, {@code x + 0}, {@code --x}, chains of {@code interp} with
 * constants and the order of commutative arguments leave no trace.
 *
 * <p>Every rewriting holds up to rounding. Where terms would cancel that differ by rounding, as in {@code (x + y) + z - (x + (y + z))},
 * the value stays opaque: its rounding errors may be all there is of it.
 */
final class NormalForm {

    /** Coefficients that cancel to less than this share of what was added are rounding errors. */
    private static final double CANCELLATION = 1e-9;
    private static final double EPSILON = 1e-8;
    private static final double[] ONE = {1};
    private static final Function RECIPROCAL = Functions.get("reciprocal");
    private static final Function ABS = Functions.get("abs");

    private final Map<Term, Term> terms = new HashMap<>(128);
    final List<Term> all = new ArrayList<>(64);

    private Term intern(Term term) {
        Term known = terms.putIfAbsent(term, term);
        if (known != null) {
            return known;
        }
        term.index = all.size();
        all.add(term);
        return term;
    }

    Value input(Type type) {
        return new Value(intern(new Term(type, null, Term.NO_PARTS, Term.NO_COEFFICIENTS, 0, 0, true, false)), Mix.mix(type.ordinal() + 1));
    }

    Value state(int index, boolean tame) {
        Term term = intern(new Term(Type.STATE, null, Term.NO_PARTS, Term.NO_COEFFICIENTS, index, 0, tame, true));
        return new Value(term, Mix.mix(100 + index));
    }

    Value constant(double value) {
        return new Value(constantTerm(value), Mix.mix(Double.doubleToRawLongBits(value), 7));
    }

    private Term constantTerm(double value) {
        double number = value == 0 ? 0 : value;
        return intern(new Term(Type.CONSTANT, null, Term.NO_PARTS, Term.NO_COEFFICIENTS, number, 0, Double.isFinite(number), false));
    }

    /** The value of a call. */
    Value call(Function function, Value... arguments) {
        long exact = exact(function, arguments);
        if (function.kernel() instanceof Kernel.Constant) {
            return constant(function.reference().orElseThrow().at());
        }
        if (function.isElementwise() && allConstant(arguments)) {
            double[] numbers = new double[arguments.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = arguments[i].term().constant;
            }
            double number = function.reference().orElseThrow().at(numbers);
            // The sign of a zero is not followed, and 1 / 0 has that sign.
            return Double.isInfinite(number) ? new Value(infinite(arguments, exact), exact) : folded(number, exact);
        }
        Value x = arguments[0];
        return switch (function.name()) {
            case "add" -> sum(x, 1, arguments[1], 1, exact);
            case "subtract" -> sum(x, 1, arguments[1], -1, exact);
            case "multiply" -> product(x, arguments[1], exact);
            case "divide" -> quotient(x, arguments[1], exact);
            case "negative" -> scaled(x, -1, exact);
            case "square" -> new Value(product(x.term(), x.term()), exact);
            case "cube" -> new Value(product(product(x.term(), x.term()), x.term()), exact);
            case "reciprocal" -> new Value(reciprocal(x.term()), exact);
            case "interp" -> interpolation(function, x, arguments[1], arguments[2], exact);
            case "maximum", "minimum" -> x.term() == arguments[1].term() && x.exact() == arguments[1].exact() ? x : new Value(plain(function, arguments), exact);
            case "power" -> arguments[1].term().isConstant(1) ? x : new Value(plain(function, arguments), exact);
            case "norm", "global_norm" -> x.term().isConstant(0) ? x : new Value(unary(function, x.term()), exact);
            default -> new Value(arguments.length == 1 ? unary(function, x.term()) : plain(function, arguments), exact);
        };
    }

    /** A computed constant: zeros are all alike, other numbers differ by the rounding of how they came about. */
    private Value folded(double number, long exact) {
        return number == 0 ? constant(0) : new Value(constantTerm(number), exact);
    }

    private Term infinite(Value[] arguments, long exact) {
        Term[] parts = {arguments[0].term(), arguments[arguments.length - 1].term()};
        return intern(new Term(Type.OPAQUE, null, parts, Term.NO_COEFFICIENTS, 0, exact, false, false));
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

    /** Whether the function makes infinities or NaN of finite numbers. */
    static boolean mayOverflow(Function function) {
        return !function.is(Fact.FINITE);
    }

    // ---- sums ----

    private Value sum(Value x, double cx, Value y, double cy, long exact) {
        if (y.term().isConstant(0)) {
            return scaled(x, cx, x.exact());
        }
        if (x.term().isConstant(0)) {
            return scaled(y, cy, cy == 1 ? y.exact() : exact);
        }
        if (x.term() == y.term() && cx == -cy) {
            boolean zero = x.exact() == y.exact() && x.term().tame;
            return zero ? constant(0) : new Value(opaque(x.term(), y.term(), exact), exact);
        }
        Term sum = merge(x.term(), cx, y.term(), cy);
        return new Value(sum == null ? opaque(x.term(), y.term(), exact) : sum, exact);
    }

    private Term opaque(Term x, Term y, long exact) {
        return intern(new Term(Type.OPAQUE, null, new Term[] {x, y}, Term.NO_COEFFICIENTS, 0, exact, x.tame && y.tame, x.stateful || y.stateful));
    }

    /** {@code cx * x + cy * y}, or null where terms cancel. */
    private Term merge(Term x, double cx, Term y, double cy) {
        Term[] xs = parts(x);
        double[] xc = coefficients(x);
        Term[] ys = parts(y);
        double[] yc = coefficients(y);
        double constant = cx * offset(x) + cy * offset(y);
        if (cancels(constant, cx * offset(x), cy * offset(y))) {
            return null;
        }
        Term[] parts = new Term[xs.length + ys.length];
        double[] coefficients = new double[parts.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < xs.length || j < ys.length) {
            if (j == ys.length || i < xs.length && xs[i].index < ys[j].index) {
                parts[n] = xs[i];
                coefficients[n++] = cx * xc[i++];
            } else if (i == xs.length || ys[j].index < xs[i].index) {
                parts[n] = ys[j];
                coefficients[n++] = cy * yc[j++];
            } else {
                double merged = cx * xc[i] + cy * yc[j];
                // Infinities of opposite signs do not merge: 2 * x - x is NaN where x is infinite.
                boolean opposed = cx * xc[i] * cy * yc[j] < 0 && !xs[i].tame;
                if (opposed || cancels(merged, cx * xc[i], cy * yc[j])) {
                    return null;
                }
                parts[n] = xs[i++];
                j++;
                coefficients[n++] = merged;
            }
        }
        return makeSum(Arrays.copyOf(parts, n), Arrays.copyOf(coefficients, n), constant);
    }

    private static boolean cancels(double sum, double a, double b) {
        return a != 0 && b != 0 && Math.abs(sum) <= CANCELLATION * (Math.abs(a) + Math.abs(b));
    }

    private static Term[] parts(Term term) {
        return switch (term.type) {
            case SUM -> term.parts;
            case CONSTANT -> Term.NO_PARTS;
            default -> new Term[] {term};
        };
    }

    private static double[] coefficients(Term term) {
        return switch (term.type) {
            case SUM -> term.coefficients;
            case CONSTANT -> Term.NO_COEFFICIENTS;
            default -> ONE;
        };
    }

    private static double offset(Term term) {
        return term.type == Type.SUM || term.type == Type.CONSTANT ? term.constant : 0;
    }

    private Term makeSum(Term[] parts, double[] coefficients, double constant) {
        if (parts.length == 0) {
            return constantTerm(constant);
        }
        if (parts.length == 1 && coefficients[0] == 1 && constant == 0) {
            return parts[0];
        }
        boolean tame = Double.isFinite(constant);
        boolean stateful = false;
        for (int i = 0; i < parts.length; i++) {
            tame &= parts[i].tame && Double.isFinite(coefficients[i]);
            stateful |= parts[i].stateful;
        }
        return intern(new Term(Type.SUM, null, parts, coefficients, constant, 0, tame, stateful));
    }

    private Value scaled(Value x, double factor, long exact) {
        if (factor == 1) {
            return x;
        }
        if (factor == 0 && x.term().tame) {
            return constant(0);
        }
        return new Value(scale(x.term(), factor), exact);
    }

    /** {@code factor * x}; a product that is not surely zero where the factor is stays one. */
    private Term scale(Term x, double factor) {
        if (factor == 1) {
            return x;
        }
        if (x.isConstant()) {
            return constantTerm(factor * x.constant);
        }
        Term[] parts = parts(x);
        double[] scaled = coefficients(x).clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return makeSum(parts, scaled, factor * offset(x));
    }

    private Value interpolation(Function function, Value x, Value y, Value a, long exact) {
        if (a.term().isConstant(1) && x.term().tame) {
            return y;
        }
        if (a.term().isConstant(0) && y.term().tame) {
            return x;
        }
        // The interpolation of a value with itself is that value up to rounding only: pruning must not drop it.
        if (a.term().isConstant(1) || a.term().isConstant(0) || x.term() == y.term()) {
            return new Value(plainTerm(function, x.term(), y.term(), a.term()), exact);
        }
        if (a.term().isConstant()) {
            double share = a.term().constant;
            Term sum = merge(x.term(), 1 - share, y.term(), share);
            return new Value(sum == null ? opaque(x.term(), y.term(), exact) : sum, exact);
        }
        Term rest = merge(constantTerm(1), 1, a.term(), -1);
        Term sum = rest == null ? null : merge(product(rest, x.term()), 1, product(a.term(), y.term()), 1);
        return new Value(sum == null ? plainTerm(function, x.term(), y.term(), a.term()) : sum, exact);
    }

    // ---- products ----

    /** A term as a factor times a term without one; a sum is scaled so that its largest coefficient has magnitude 1. */
    private double factor(Term term) {
        if (term.type != Type.SUM) {
            return term.isConstant() ? term.constant : 1;
        }
        if (term.parts.length == 1 && term.constant == 0) {
            return term.coefficients[0];
        }
        double largest = Math.abs(term.constant);
        double total = term.constant;
        for (double coefficient : term.coefficients) {
            largest = Math.max(largest, Math.abs(coefficient));
            total += coefficient;
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return 1;
        }
        return total < -CANCELLATION * largest ? -largest : largest;
    }

    private Term core(Term term, double factor) {
        return factor == 1 || factor == 0 ? term : scale(term, 1 / factor);
    }

    private Value product(Value x, Value y, long exact) {
        if (y.term().isConstant()) {
            return scaled(x, y.term().constant, exact);
        }
        if (x.term().isConstant()) {
            return scaled(y, x.term().constant, exact);
        }
        return new Value(product(x.term(), y.term()), exact);
    }

    private Term product(Term x, Term y) {
        if (x.isConstant()) {
            return scale(y, x.constant);
        }
        if (y.isConstant()) {
            return scale(x, y.constant);
        }
        double fx = factor(x);
        double fy = factor(y);
        if (fx == 0 || fy == 0) {
            return makeProduct(new Term[] {x, y});
        }
        Term cx = core(x, fx);
        Term cy = core(y, fy);
        return scale(makeProduct(cx, cy), fx * fy);
    }

    private Term makeProduct(Term... factors) {
        List<Term> parts = new ArrayList<>(4);
        List<Double> powers = new ArrayList<>(4);
        for (Term factor : factors) {
            if (factor.type == Type.PRODUCT) {
                for (int i = 0; i < factor.parts.length; i++) {
                    multiplyBy(factor.parts[i], factor.coefficients[i], parts, powers);
                }
            } else {
                multiplyBy(factor, 1, parts, powers);
            }
        }
        boolean tame = true;
        boolean stateful = false;
        double[] exponents = new double[parts.size()];
        for (int i = 0; i < exponents.length; i++) {
            exponents[i] = powers.get(i);
            // A product of states may grow doubly exponentially over the steps.
            tame &= parts.get(i).tame && !(parts.get(i).stateful && (stateful || exponents[i] > 1));
            stateful |= parts.get(i).stateful;
        }
        return intern(new Term(Type.PRODUCT, null, parts.toArray(Term[]::new), exponents, 0, 0, tame, stateful));
    }

    private static void multiplyBy(Term part, double power, List<Term> parts, List<Double> powers) {
        int at = 0;
        while (at < parts.size() && parts.get(at).index < part.index) {
            at++;
        }
        if (at < parts.size() && parts.get(at) == part) {
            powers.set(at, powers.get(at) + power);
        } else {
            parts.add(at, part);
            powers.add(at, power);
        }
    }

    private Value quotient(Value x, Value y, long exact) {
        if (y.term().isConstant()) {
            double inverse = 1 / (y.term().constant + EPSILON);
            if (inverse != 0 && Double.isFinite(inverse)) {
                // Exactly one in 32 bits: 1 + 1e-8 rounds to 1.
                return scaled(x, Math.abs(inverse - 1) < 2e-8 ? 1 : Math.abs(inverse + 1) < 2e-8 ? -1 : inverse, exact);
            }
            return new Value(opaque(x.term(), y.term(), exact), exact);
        }
        Term guarded = merge(y.term(), 1, constantTerm(EPSILON), 1);
        if (guarded == null) {
            return new Value(opaque(x.term(), y.term(), exact), exact);
        }
        // The guard keeps the divisor from zero: of all floats only -1e-8 would make it so.
        return product(x, new Value(reciprocal(guarded, y.term().tame), exact), exact);
    }

    private Term reciprocal(Term x) {
        return reciprocal(x, false);
    }

    private Term reciprocal(Term x, boolean tame) {
        double factor = factor(x);
        if (factor == 0 || !Double.isFinite(1 / factor)) {
            factor = 1;
        }
        Term inverse = intern(new Term(Type.CALL, RECIPROCAL, new Term[] {core(x, factor)}, Term.NO_COEFFICIENTS, 0, 0, tame, x.stateful));
        return scale(inverse, 1 / factor);
    }

    // ---- other functions ----

    private Term unary(Function function, Term x) {
        if (function.is(Fact.IDEMPOTENT) && x.type == Type.CALL && x.function == function) {
            return x;
        }
        Term argument = function.is(Fact.EVEN) && x.type == Type.CALL && x.function == ABS ? x.parts[0] : x;
        if (argument.isConstant()) {
            return plainTerm(function, argument);
        }
        double factor = factor(argument);
        boolean free = function.is(Fact.SCALE_FREE) || function.is(Fact.HOMOGENEOUS);
        if (factor == 0 || !free && factor > 0) {
            return plainTerm(function, argument);
        }
        double sign = factor < 0 ? function.is(Fact.ODD) ? -1 : function.is(Fact.EVEN) ? 1 : 0 : 1;
        if (sign == 0) {
            return plainTerm(function, argument);
        }
        if (function.is(Fact.SCALE_FREE)) {
            return scale(plainTerm(function, core(argument, factor)), sign);
        }
        if (function.is(Fact.HOMOGENEOUS)) {
            return scale(plainTerm(function, core(argument, factor)), sign * Math.abs(factor));
        }
        return scale(plainTerm(function, scale(argument, -1)), sign);
    }

    private Term plainTerm(Function function, Term... parts) {
        boolean tame = !mayOverflow(function);
        boolean stateful = false;
        for (Term part : parts) {
            tame &= part.tame;
            stateful |= part.stateful;
        }
        return intern(new Term(Type.CALL, function, parts, Term.NO_COEFFICIENTS, 0, 0, tame, stateful));
    }

    private Term plain(Function function, Value[] arguments) {
        Term[] parts = new Term[arguments.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = arguments[i].term();
        }
        if (function.is(Fact.COMMUTATIVE) && parts.length == 2 && parts[0].index > parts[1].index) {
            Term first = parts[0];
            parts[0] = parts[1];
            parts[1] = first;
        }
        return plainTerm(function, parts);
    }
}
