package savanna.dsl.function;

/**
 * How far a value reaches along the rows or the columns of a leaf of m x n. The two extents of a leaf stay distinct
 * even where they are equal numbers, so that a program means the same on every leaf.
 */
public enum Extent {
    /** One: it is the same along the whole leaf. */
    ONE("1"),
    /** As many as the leaf has rows. */
    M("m"),
    /** As many as the leaf has columns. */
    N("n");

    private final String text;

    Extent(String text) {
        this.text = text;
    }

    /** The number on a leaf. */
    public int of(int m, int n) {
        return switch (this) {
            case ONE -> 1;
            case M -> m;
            case N -> n;
        };
    }

    /** Whether a value of this extent can be repeated to another. */
    boolean broadcastsTo(Extent other) {
        return this == ONE || this == other;
    }

    /** {@code 1}, {@code m} or {@code n}. */
    @Override
    public String toString() {
        return text;
    }
}
