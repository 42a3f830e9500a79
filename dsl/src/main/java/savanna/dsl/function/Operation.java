package savanna.dsl.function;

/**
 * The arithmetic that the functional hash, simplification, engines and exports know by what it means: sums and
 * products, magnitude and sign. Each is one function, which says so in its row; {@link Functions#of(Operation)} finds
 * it.
 */
public enum Operation {
    /** x + y. */
    SUM,
    /** x - y. */
    DIFFERENCE,
    /** x * y. */
    PRODUCT,
    /** The guarded quotient x / (y + 1e-8). */
    QUOTIENT,
    /** (1 - a) * x + a * y. */
    INTERPOLATION,
    /** -x. */
    NEGATION,
    /** 1 / x, not guarded. */
    RECIPROCAL,
    /** x * x. */
    SQUARE,
    /** x * x * x. */
    CUBE,
    /** The square root of |x|. */
    ROOT,
    /** The cube root. */
    CUBE_ROOT,
    /** |x|. */
    MAGNITUDE,
    /** The larger of x and y. */
    LARGER,
    /** The smaller of x and y. */
    SMALLER,
    /** x limited to [-|a|, |a|]. */
    CLIP,
    /** -1, 0 or 1. */
    SIGN,
    /** What any other function does. */
    OTHER
}
