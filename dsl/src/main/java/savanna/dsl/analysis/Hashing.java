package savanna.dsl.analysis;

import java.util.List;
import savanna.dsl.function.Fact;

/**
 * The functional hash. States have no names in it: a state is what its new value computes, unrolled over enough steps
 * to tell apart any two that differ (partition refinement, as for automata). All states start at zero, so states of one
 * label hold equal values.
 */
final class Hashing {

    private final List<Term> terms;
    private final Term update;
    /** New value by state; null for a state that is not live. */
    private final Term[] next;

    private final long[] high;
    private final long[] low;

    Hashing(List<Term> terms, Term update, Term[] next) {
        this.terms = terms;
        this.update = update;
        this.next = next;
        high = new long[next.length];
        low = new long[next.length];
    }

    FunctionalHash hash() {
        // Two programs of k states are told apart after 2k refinements at the latest.
        int rounds = Math.max(4, 2 * next.length);
        for (int round = 0; round < rounds; round++) {
            label();
            for (int k = 0; k < next.length; k++) {
                if (next[k] != null) {
                    high[k] = Mix.mix(next[k].high, 0x5157);
                    low[k] = Mix.mix(next[k].low, 0x7157);
                }
            }
        }
        label();
        return new FunctionalHash(update.high, update.low);
    }

    /** The state with the lowest index whose label is the same. */
    int representative(int state) {
        for (int k = 0; k < state; k++) {
            if (next[k] != null && high[k] == high[state] && low[k] == low[state]) {
                return k;
            }
        }
        return state;
    }

    private void label() {
        for (Term term : terms) {
            label(term);
        }
    }

    private void label(Term term) {
        long salt = term.type.ordinal() + 11L;
        switch (term.type) {
            case WEIGHTS, GRADIENT, SCHEDULE -> set(term, Mix.mix(salt), Mix.mix(salt + 1000));
            case STATE -> set(term, high[(int) term.constant] + salt, low[(int) term.constant] + salt);
            case CONSTANT -> set(term, Mix.mix(salt, word(term.constant)), Mix.mix(salt + 1000, word(term.constant)));
            case OPAQUE -> call(term, Mix.mix(salt, term.exact));
            case SUM, PRODUCT -> {
                long h = word(term.constant);
                long l = h;
                for (int i = 0; i < term.parts.length; i++) {
                    long coefficient = word(term.coefficients[i]);
                    h += Mix.mix(term.parts[i].high, coefficient);
                    l += Mix.mix(term.parts[i].low, coefficient);
                }
                set(term, Mix.mix(salt, h), Mix.mix(salt + 1000, l));
            }
            case CALL -> call(term, Mix.of(term.function.name()) + term.exact);
        }
    }

    private static void call(Term term, long salt) {
        if (term.parts.length == 2 && term.type == Term.Type.CALL && term.function.is(Fact.COMMUTATIVE)) {
            Term x = term.parts[0];
            Term y = term.parts[1];
            set(
                    term,
                    Mix.mix(salt, Mix.mix(x.high) + Mix.mix(y.high)),
                    Mix.mix(salt + 1000, Mix.mix(x.low) + Mix.mix(y.low)));
            return;
        }
        long h = salt;
        long l = salt + 1000;
        for (Term part : term.parts) {
            h = Mix.mix(h, part.high);
            l = Mix.mix(l, part.low);
        }
        set(term, h, l);
    }

    private static void set(Term term, long high, long low) {
        term.high = high;
        term.low = low;
    }

    /** A number to 32-bit precision, so that the rounding of folded constants does not matter. */
    static long word(double value) {
        return Float.floatToIntBits((float) value + 0f);
    }
}
