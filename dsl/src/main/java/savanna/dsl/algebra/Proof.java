package savanna.dsl.algebra;

/**
 * What shows that a step keeps the behaviour.
 *
 * @param ground the kind of proof
 * @param text one sentence
 */
public record Proof(Ground ground, String text) {

    /** What a proof rests on. */
    public enum Ground {
        /** Equal for all inputs at which every value is finite, up to rounding. */
        ALGEBRA,
        /** Equal as {@link #ALGEBRA}, with the language's quotient x / (y + 1e-8) taken for x / y. */
        GUARD,
        /** No update of any step depends on what is left out. */
        LIVENESS,
        /** A linear change of state variables; all states start at zero. */
        STATE,
        /** Not equal: the fitness on a task changes by less than its noise. */
        MEASURED,
        /** Other names and another order of independent statements. */
        LAYOUT
    }

    static final Proof EXACT = new Proof(Ground.ALGEBRA, "equal wherever every value is finite, up to rounding");
    static final Proof GUARDED = new Proof(Ground.GUARD, "equal up to rounding and the guard 1e-8 of division");
}
