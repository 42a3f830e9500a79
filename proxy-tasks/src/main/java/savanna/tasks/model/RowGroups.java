package savanna.tasks.model;

/**
 * Rows of n floats each, several rows to an array where they are short. HotSpot compiles a loop for the lengths that it
 * has seen: over 32 or 64 floats it makes vectors of four, over 512 vectors of sixteen, and an exponential then takes a
 * third of the time (measured on AVX-512, Java 17 and 25). So what is computed element by element runs over whole
 * arrays; what belongs to a column is summed up in as many rows as an array has, which are {@linkplain #fold folded} at
 * the end, and is {@linkplain #spread repeated} for each of them.
 */
final class RowGroups {
    /** Floats of an array, unless a row alone has more. */
    private static final int LENGTH = 512;

    private final int rows;
    private final float[][] groups;
    /** Rows of an array, all but the last. */
    private int height;

    private int n;

    /** @param columns most floats of a row */
    RowGroups(int rows, int columns) {
        this.rows = rows;
        groups = new float[groups(rows, height(rows, columns))][length(columns)];
    }

    /** Length of an array that has room for what belongs to the columns of a group. */
    static int length(int columns) {
        return Math.max(LENGTH, columns);
    }

    private static int height(int rows, int columns) {
        return Math.max(1, Math.min(rows, LENGTH / columns));
    }

    private static int groups(int rows, int height) {
        return (rows + height - 1) / height;
    }

    /** From now on rows have n floats; what they held is lost. */
    void resize(int columns) {
        n = columns;
        height = height(rows, columns);
    }

    int count() {
        return groups(rows, height);
    }

    /** Rows of an array, all but the last. */
    int height() {
        return height;
    }

    /** First row of a group. */
    private int first(int group) {
        return group * height;
    }

    /** Row after the last of a group. */
    private int end(int group) {
        return Math.min(rows, (group + 1) * height);
    }

    /** Floats of a group. */
    int length(int group, int columns) {
        return (end(group) - first(group)) * columns;
    }

    float[] get(int group) {
        return groups[group];
    }

    /** Copies all rows from a flat array, where each begins {@code stride} after the one before. */
    void load(float[] flat, int offset, int stride) {
        for (int group = 0; group < count(); group++) {
            int first = first(group);
            if (stride == n) {
                System.arraycopy(flat, offset + first * n, groups[group], 0, length(group, n));
            } else {
                for (int row = first; row < end(group); row++) {
                    System.arraycopy(flat, offset + row * stride, groups[group], (row - first) * n, n);
                }
            }
        }
    }

    /** Copies all rows to where {@link #load} would take them from. */
    void store(float[] flat, int offset, int stride) {
        for (int group = 0; group < count(); group++) {
            int first = first(group);
            if (stride == n) {
                System.arraycopy(groups[group], 0, flat, offset + first * n, length(group, n));
            } else {
                for (int row = first; row < end(group); row++) {
                    System.arraycopy(groups[group], (row - first) * n, flat, offset + row * stride, n);
                }
            }
        }
    }

    /** Puts values together with others, place by place. */
    @FunctionalInterface
    private interface Merge {
        void into(float[] y, float[] x, int n);
    }

    /** Adds the rows of an array up in its first row. @param spare at least half as long */
    static void fold(float[] sums, int rows, int n, float[] spare) {
        fold(sums, rows, n, spare, RowGroups::add);
    }

    /** The largest of the rows of an array in its first row. @param spare at least half as long */
    static void foldLargest(float[] largest, int rows, int n, float[] spare) {
        fold(largest, rows, n, spare, RowGroups::max);
    }

    private static void fold(float[] values, int rows, int n, float[] spare, Merge merge) {
        for (int left = rows; left > 1; left = (left + 1) / 2) {
            int half = (left + 1) / 2;
            int length = (left - half) * n;
            System.arraycopy(values, half * n, spare, 0, length);
            merge.into(values, spare, length);
        }
    }

    private static void add(float[] y, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += x[i];
        }
    }

    private static void max(float[] y, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(y[i], x[i]);
        }
    }

    /** Repeats the first row of an array in the others. */
    static void spread(float[] values, int rows, int n) {
        for (int have = 1; have < rows; have *= 2) {
            System.arraycopy(values, 0, values, have * n, Math.min(have, rows - have) * n);
        }
    }
}
