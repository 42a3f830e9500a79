package savanna.dsl.function;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kind of a value: how many numbers it holds on a leaf of m x n. A vector is read as a leaf of 1 x n, an array of
 * more dimensions as (first, product of the rest).
 *
 * <p>Kinds form a lattice without a top: a value is broadcast, by repeating it along extents of one, to any kind whose
 * extents are equal where its own are not one. Two kinds have a join, the least kind to which both are broadcast,
 * unless they are m and n along one side.
 */
public enum Kind {
    /** One number for the whole model. */
    SCALAR(Extent.ONE, Extent.ONE),
    /** One number per parameter array (leaf). */
    LEAF(Extent.ONE, Extent.ONE),
    /** One number per row of a leaf. */
    COLUMN(Extent.M, Extent.ONE),
    /** One number per column of a leaf. */
    ROW(Extent.ONE, Extent.N),
    /** One number per parameter. */
    TENSOR(Extent.M, Extent.N),
    /** A leaf with rows and columns changed over. */
    TRANSPOSED(Extent.N, Extent.M),
    /** A column laid down. */
    TRANSPOSED_COLUMN(Extent.ONE, Extent.M),
    /** A row stood up. */
    TRANSPOSED_ROW(Extent.N, Extent.ONE),
    /** What stands on the left of a leaf in a product and leaves its shape. */
    LEFT_SQUARE(Extent.M, Extent.M),
    /** What stands on the right of a leaf in a product and leaves its shape. */
    RIGHT_SQUARE(Extent.N, Extent.N);

    private static final Kind[] ALL = values();
    private static final int COUNT = ALL.length;
    /** By two kinds: their join. */
    private static final List<Optional<Kind>> JOINS = Stream.of(ALL)
            .flatMap(x -> Stream.of(ALL).map(y -> leastAbove(x, y)))
            .toList();

    private final Extent rows;
    private final Extent columns;

    Kind(Extent rows, Extent columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** The kind of a value that is computed leaf by leaf and has these extents. */
    public static Kind of(Extent rows, Extent columns) {
        return Stream.of(ALL)
                .filter(kind -> kind != SCALAR && kind.rows == rows && kind.columns == columns)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Kind> leastAbove(Kind x, Kind y) {
        return Stream.of(ALL)
                .filter(kind -> x.broadcastsTo(kind) && y.broadcastsTo(kind))
                .filter(kind -> Stream.of(ALL)
                        .filter(other -> x.broadcastsTo(other) && y.broadcastsTo(other))
                        .allMatch(kind::broadcastsTo))
                .findFirst();
    }

    /** Rows on a leaf: 1, m or n. */
    public Extent rows() {
        return rows;
    }

    /** Columns on a leaf: 1, m or n. */
    public Extent columns() {
        return columns;
    }

    /** Whether it is one number for the whole model. */
    public boolean isNumber() {
        return this == SCALAR;
    }

    /** Whether it is one number, for the whole model or for each leaf. */
    public boolean isOne() {
        return rows == Extent.ONE && columns == Extent.ONE;
    }

    /** Whether it is laid out as the parameters are: a number for each. */
    public boolean isPerParameter() {
        return this == TENSOR;
    }

    /** Whether it reaches along both sides of a leaf: it costs as much as the parameters, and not next to nothing. */
    public boolean isLarge() {
        return rows != Extent.ONE && columns != Extent.ONE;
    }

    /** Numbers on a leaf of m x n. */
    public long size(int m, int n) {
        return (long) rows.of(m, n) * columns.of(m, n);
    }

    /** Whether a value of this kind may stand where one of the other is needed: it is repeated. */
    public boolean broadcastsTo(Kind other) {
        return this == other
                || this == SCALAR
                || other != SCALAR && rows.broadcastsTo(other.rows) && columns.broadcastsTo(other.columns);
    }

    /** The least kind to which both are broadcast, that of an elementwise function of both; empty if there is none. */
    public Optional<Kind> join(Kind other) {
        return JOINS.get(ordinal() * COUNT + other.ordinal());
    }

    /** The least kind to which all are broadcast, a scalar for none; empty if there is none. */
    public static Optional<Kind> join(Collection<Kind> kinds) {
        Optional<Kind> join = Optional.of(SCALAR);
        for (Kind kind : kinds) {
            if (join.isPresent()) {
                join = join.get().join(kind);
            }
        }
        return join;
    }

    /** The kind with rows and columns changed over. */
    public Kind transposed() {
        return isNumber() ? this : of(columns, rows);
    }

    /**
     * The kind of the matrix product with another: (a, b) times (b, c) gives (a, c). Empty unless the inner extents are
     * one and the same; numbers of the whole model have no product of this kind.
     */
    public Optional<Kind> times(Kind other) {
        return isNumber() || other.isNumber() || columns != other.rows
                ? Optional.empty()
                : Optional.of(of(rows, other.columns));
    }

    /** The name in messages and tables, such as {@code left square}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** With the extents, such as {@code left square (m x m)}; a scalar has none. */
    public String described() {
        return isNumber() ? label() : label() + " (" + rows + " x " + columns + ")";
    }

    /** The names of all kinds that are broadcast to this one. */
    public String accepted() {
        return Arrays.stream(ALL)
                .filter(kind -> kind.broadcastsTo(this))
                .map(Kind::label)
                .collect(Collectors.joining(", "));
    }
}
