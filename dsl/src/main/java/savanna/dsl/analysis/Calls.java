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

    /** A call of a function of one argument. */
    Term call(Function function, Term x) {
        if (function.is(Fact.IDEMPOTENT) && x.type == Type.CALL && x.function == function) {
            return x;
        }
        Term argument = function.is(Fact.EVEN) ? withoutMagnitude(x) : x;
        if (argument.isConstant()) {
            return terms.call(function, argument);
        }
        double factor = sums.factor(argument);
        boolean free = function.is(Fact.SCALE_FREE) || function.is(Fact.HOMOGENEOUS);
        if (factor == 0 || !free && factor > 0) {
            return terms.call(function, argument);
        }
        double sign = factor < 0 ? function.is(Fact.ODD) ? -1 : function.is(Fact.EVEN) ? 1 : 0 : 1;
        if (sign == 0) {
            return terms.call(function, argument);
        }
        if (function.is(Fact.SCALE_FREE)) {
            return sums.scaled(terms.call(function, sums.without(factor, argument)), sign);
        }
        if (function.is(Fact.HOMOGENEOUS)) {
            return sums.scaled(terms.call(function, sums.without(factor, argument)), sign * Math.abs(factor));
        }
        return sums.scaled(terms.call(function, sums.scaled(argument, -1)), sign);
    }
}
