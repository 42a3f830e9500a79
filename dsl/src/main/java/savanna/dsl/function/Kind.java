package savanna.dsl.function;

/**
 * The kind of a value: how many numbers it holds. Kinds are ordered; a value of a lower kind is broadcast wherever a
 * higher one is needed.
 */
public enum Kind {
    /** One number for the whole model. */
    SCALAR,
    /** One number per parameter array (leaf). */
    LEAF,
    /** One number per parameter. */
    TENSOR;

    /** The higher of two kinds: the kind of an elementwise function of both. */
    public Kind join(Kind other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
