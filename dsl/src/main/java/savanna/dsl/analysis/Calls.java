package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;

/**
 * Calls of functions that are neither sums nor products, by the facts in their rows: signs and factors come out where
 * the function lets them.
 */
final class Calls {

    private static final Function ABS = Functions.of(Operation.MAGNITUDE);

    private final Terms terms;
    private final Sums sums;
    /** Kinds of the factors of products of matrices, however these are nested. */
    private final Map<Term, List<Kind>> chains = new HashMap<>(0);

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

    /** What tells apart calls of a function of whole leaves by the kinds of their arguments. */
    static long salt(Function function, List<Kind> kinds) {
        long salt = Mix.of(function.name());
        for (Kind kind : kinds) {
            salt = Mix.mix(salt, kind.ordinal() + 1);
        }
        return salt;
    }

    /** A call of a function of whole leaves. Constant factors leave kinds as they are, and so may come out. */
    Term leafwise(Function function, List<Kind> kinds, Term... arguments) {
        if (arguments.length == 1) {
            return call(function, arguments[0], salt(function, kinds));
        }
        if (!function.isBilinear()) {
            return terms.call(function, arguments, salt(function, kinds));
        }
        double factor = 1;
        List<Term> parts = new ArrayList<>();
        List<Kind> partKinds = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            double own = arguments[i].isConstant() ? 1 : sums.factor(arguments[i]);
            Term bare = sums.without(own, arguments[i]);
            factor *= own == 0 ? 1 : own;
            List<Kind> chain = function.is(Fact.ASSOCIATIVE) && bare.function == function ? chains.get(bare) : null;
            boolean isChain = chain != null && result(chain) == kinds.get(i);
            parts.addAll(isChain ? List.of(bare.parts) : List.of(bare));
            partKinds.addAll(isChain ? chain : List.of(kinds.get(i)));
        }
        Term call = terms.call(function, parts.toArray(Term[]::new), salt(function, partKinds));
        chains.put(call, partKinds);
        return sums.scaled(call, factor);
    }

    /** The kind of a product of several matrices. */
    private static Kind result(List<Kind> chain) {
        return Kind.of(chain.get(0).rows(), chain.get(chain.size() - 1).columns());
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
