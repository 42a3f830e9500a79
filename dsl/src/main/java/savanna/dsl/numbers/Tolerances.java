package savanna.dsl.numbers;

/**
 * How far numbers may be apart and still count as one, for the two normal forms side by side. The functional hash
 * ({@code savanna.dsl.analysis.FloatForm}) must be right for what engines compute in 32 bits, since programs of one
 * hash are trained once. Simplification ({@code savanna.dsl.algebra.RealForm}) looks for the cheapest program over the
 * real numbers and writes it down anew, with constants of 32 bits.
 */
public final class Tolerances {

    /** What engines add to every divisor: 1e-8 as 32 bits have it. Both forms. */
    public static final double GUARD = 1e-8f;

    /**
     * Share of what was added below which a sum of coefficients is rounding error. Both forms: coefficients are
     * computed in double precision, where a hundred roundings come to 1e-14, from constants that were written as
     * decimals of 32 bits; these differ by 6e-8 or are the same.
     */
    public static final double CANCELLATION = 1e-9;

    /**
     * How far a folded constant may be from the number that engines compute in its place. Both forms: a kernel errs by
     * some 4e-7, and what is farther off is another number, as a sine near pi or a difference that cancels.
     */
    public static final double FOLDING = 1e-6;

    /**
     * The hash: share of the number added to a divisor below which what is left of its constant is what cancelled, so
     * that 32 bits need not show the number.
     */
    public static final double HIDDEN_GUARD = 1e-6;

    /**
     * Algebra: two constants are one up to the rounding of 32 bits to either side. The hash compares constants as 32
     * bits have them instead ({@code Hashing.word}).
     */
    public static final double ROUNDING = 1.5e-7;

    /**
     * Algebra: how much a folded constant may move when its arguments move by {@link #ROUNDING}. The arguments are
     * written down with 32 bits at the end, so that a function of them that magnifies this is left as it is. The hash
     * needs no such bound: it folds with the numbers that engines have.
     */
    public static final double SETTLED = 1e-5;

    /**
     * Algebra: relative error that writing the share of an interpolation with 32 bits may bring to the weight of the
     * other input; 3e-5 is usual at a share of 0.999. The hash keeps both weights in double precision.
     */
    public static final double SHARE = 1e-4;

    /**
     * The same for a share outside [0, 1]: its weights have opposite signs, so that an error which is small beside
     * either may be large beside their sum.
     */
    public static final double SHARE_BEYOND = 1e-6;

    /** Algebra: a constant within this factor of 1 may leave a divisor, since it changes the guard by no more. */
    public static final double GUARD_CHANGE = 1e5;

    /** Algebra: entries of a normalized row of states below this are no pivot. */
    public static final double RANK = 1e-7;

    /** Algebra: share of an entry that the rounding of a few constants of 32 bits may leave of a cancellation. */
    public static final double SPAN = 1e-6;

    /** Algebra: an entry of a normalized row of states below this is zero; one of double precision is 1e-16. */
    public static final double NO_ENTRY = 1e-12;

    /** Algebra: how far a ratio of two states that was seen may be from the one that is then proved. */
    public static final double RATIO = 1e-5;

    /** Analysis: numbers beyond this may take others out of the floats in a few calls. */
    public static final double MODERATE = 1e15;

    private Tolerances() {}

    /** Whether a call of a number with others of moderate size stays in the floats. */
    public static boolean isModerate(double value) {
        return Math.abs(value) <= MODERATE;
    }

    /** Whether the language can write the number: it is zero or a normal float. */
    public static boolean isWritable(double value) {
        return Double.isFinite(value)
                && Float.isFinite((float) value)
                && (value == 0 || Math.abs((float) value) >= Float.MIN_NORMAL);
    }

    /** Whether two constants are the same up to {@link #ROUNDING}. */
    public static boolean near(double x, double y) {
        return Math.abs(x - y) <= ROUNDING * Math.max(Math.abs(x), Math.abs(y));
    }

    /** Whether all that is left of a sum is rounding error. */
    public static boolean cancels(double sum, double x, double y) {
        return x != 0 && y != 0 && Math.abs(sum) <= CANCELLATION * (Math.abs(x) + Math.abs(y));
    }
}
