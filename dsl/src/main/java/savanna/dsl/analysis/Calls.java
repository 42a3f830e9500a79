package savanna.dsl.analysis;

import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;

/**
 * Calls of functions that are neither sums nor products, by the facts in their rows: signs and factors come out where
 * the function lets them.
 */
final class Calls {

    private static final Function ABS = Functions.of(Operation.MAGNITUDE);

    private final Terms terms;
    private final Sums sums;

    Calls(Terms terms, Sums sums) {
        this.terms = terms;
        this.sums = sums;
    }

    /** What {@code abs} was taken of, or the term itself: where the sign does not count. */
    static Term withoutMagnitude(Term x) {
        return x.type == Type.CALL && x.function == ABS ? x.parts[0] : x;
    }

    /** A call of any function; the arguments of a commutative one in order of creation. */
    Term call(Function function, Term[] arguments) {
        if (arguments.length == 1) {
            return call(function, arguments[0]);
        }
        if (function.is(Fact.COMMUTATIVE) && arguments.length == 2 && arguments[0].index > arguments[1].index) {
            return terms.call(function, arguments[1], arguments[0]);
        }
        return terms.call(function, arguments);
    }

    /**
     * A call of a function of whole leaves. Constant factors leave kinds as they are, and so may come out.
     *
     * @param salt tells the kinds of the arguments
     */
    Term leafwise(Function function, long salt, Term... arguments) {
        if (arguments.length == 1) {
            return call(function, arguments[0], salt);
        }
        if (!function.isBilinear()) {
            return terms.call(function, arguments, salt);
        }
        double factor = 1;
        Term[] bare = new Term[arguments.length];
        for (int i = 0; i < bare.length; i++) {
            double own = arguments[i].isConstant() ? 1 : sums.factor(arguments[i]);
            bare[i] = sums.without(own, arguments[i]);
            factor *= own == 0 ? 1 : own;
        }
        return sums.scaled(terms.call(function, bare, salt), factor);
    }

    /** A call of a function of one argument. */
    Term call(Function function, Term x) {
        return call(function, x, 0);
    }

    private Term call(Function function, Term x, long salt) {
        if (function.is(Fact.IDEMPOTENT) && x.type == Type.CALL && x.function == function) {
            return x;
        }
        Term argument = function.is(Fact.EVEN) ? withoutMagnitude(x) : x;
        if (argument.isConstant()) {
            return single(function, argument, salt);
        }
        double factor = sums.factor(argument);
        boolean free = function.is(Fact.SCALE_FREE) || function.is(Fact.HOMOGENEOUS);
        if (factor == 0 || !free && factor > 0) {
            return single(function, argument, salt);
        }
        double sign = factor < 0 ? function.is(Fact.ODD) ? -1 : function.is(Fact.EVEN) ? 1 : 0 : 1;
        if (sign == 0) {
            return single(function, argument, salt);
        }
        if (function.is(Fact.SCALE_FREE)) {
            return sums.scaled(single(function, sums.without(factor, argument), salt), sign);
        }
        if (function.is(Fact.HOMOGENEOUS)) {
            return sums.scaled(single(function, sums.without(factor, argument), salt), sign * Math.abs(factor));
        }
        return sums.scaled(single(function, sums.scaled(argument, -1), salt), sign);
    }

    /** The call as it stands, or what it undoes. */
    private Term single(Function function, Term x, long salt) {
        boolean undoes = function.is(Fact.INVOLUTION) && x.type == Type.CALL && x.function == function;
        return undoes ? x.parts[0] : terms.call(function, new Term[] {x}, salt);
    }
}
