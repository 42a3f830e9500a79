package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.Term.Type;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.numbers.Tolerances;

/**
 * The terms of one program, each kept once, in the order in which they were made: parts come before what is made of
 * them.
 */
final class Terms {

    private final Map<Term, Term> known = new HashMap<>(128);
    final List<Term> all = new ArrayList<>(64);

    /** The one term that equals the given one. */
    Term unique(Term term) {
        Term earlier = known.putIfAbsent(term, term);
        if (earlier != null) {
            return earlier;
        }
        term.index = all.size();
        all.add(term);
        return term;
    }

    Term input(Type type) {
        return unique(new Term(type, null, Term.NO_PARTS, Term.NO_COEFFICIENTS, 0, 0, true, false));
    }

    Term state(int index, boolean tame) {
        return unique(new Term(Type.STATE, null, Term.NO_PARTS, Term.NO_COEFFICIENTS, index, 0, tame, true));
    }

    /** A number; zeros are one term whatever their sign. */
    Term constant(double value) {
        double number = value == 0 ? 0 : value;
        return unique(new Term(
                Type.CONSTANT,
                null,
                Term.NO_PARTS,
                Term.NO_COEFFICIENTS,
                number,
                0,
                Tolerances.isModerate(number),
                false));
    }

    /** A call as it stands. */
    Term call(Function function, Term... parts) {
        return call(function, parts, 0);
    }

    /** A call that is told apart from others of the same parts. */
    Term call(Function function, Term[] parts, long exact) {
        boolean tame = function.is(Fact.FINITE);
        boolean stateful = false;
        for (Term part : parts) {
            tame &= part.tame;
            stateful |= part.stateful;
        }
        return call(function, parts, exact, tame, stateful);
    }

    /** A call of which more is known than its parts tell. */
    Term call(Function function, Term[] parts, boolean tame, boolean stateful) {
        return call(function, parts, 0, tame, stateful);
    }

    /** A call that is told apart from others of the same parts. */
    Term call(Function function, Term[] parts, long exact, boolean tame, boolean stateful) {
        return unique(new Term(Type.CALL, function, parts, Term.NO_COEFFICIENTS, 0, exact, tame, stateful));
    }

    /** A value that is told apart by exactly how it is computed from two others. */
    Term opaque(Term x, Term y, long exact) {
        return opaque(new Term[] {x, y}, exact, x.tame && y.tame);
    }

    /** As an opaque value, of any number of others, but one that may be infinite for finite inputs. */
    Term wild(Term[] parts, long exact) {
        return opaque(parts, exact, false);
    }

    /** @param parts all that it is computed from: what states among them hold is told by them alone */
    private Term opaque(Term[] parts, long exact, boolean tame) {
        boolean stateful = false;
        for (Term part : parts) {
            stateful |= part.stateful;
        }
        return unique(new Term(Type.OPAQUE, null, parts, Term.NO_COEFFICIENTS, 0, exact, tame, stateful));
    }
}
