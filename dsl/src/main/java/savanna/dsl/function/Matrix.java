package savanna.dsl.function;

/**
 * A value on one leaf, row by row.
 *
 * @param values what it is a part of
 * @param offset index of its first number
 * @param rows at least 1
 * @param columns at least 1
 */
public record Matrix(float[] values, int offset, int rows, int columns) {

    /** Index of a number in {@link #values}. */
    public int index(int row, int column) {
        return offset + row * columns + column;
    }

    /** Numbers that it holds. */
    public int size() {
        return rows * columns;
    }
}
