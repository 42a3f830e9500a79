package savanna.dsl.analysis;

import savanna.dsl.numbers.Tolerances;

/**
 * What a variable holds: its normal form, and a hash of exactly how it is computed. Two values of one normal form may
 * differ by rounding; of one exact hash they don't.
 *
 * @param held of a constant, the number that engines have, in 32 bits; NaN of other values
 */
record Value(Term term, long exact, float held) {

    /** A value that is no constant. */
    Value(Term term, long exact) {
        this(term, exact, Float.NaN);
    }

    /** Whether it is that number in 32 bits too: what is 1 in double precision alone changes bits. */
    boolean is(float number) {
        return term.isConstant(number) && held == number;
    }

    /** Whether a number is what engines have of it, up to rounding; never so for an infinite one. */
    static boolean agree(double number, float held) {
        return Double.isNaN(number)
                ? Float.isNaN(held)
                : Float.isFinite(held) && Math.abs(number - held) <= Tolerances.FOLDING * Math.abs(held);
    }
}
