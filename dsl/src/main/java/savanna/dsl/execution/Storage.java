package savanna.dsl.execution;

import java.util.Arrays;
import java.util.List;
import savanna.dsl.execution.ParameterLayout.Leaf;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Matrix;

/**
 * How the values of one kind lie in an array: leaf by leaf, each row by row. A number of the whole model lies there
 * once.
 */
public final class Storage {

    private final Kind kind;
    private final List<Leaf> leaves;
    /** By leaf: index of its first number; then the size. */
    private final int[] offsets;

    /** @throws IllegalArgumentException if an array cannot hold so many numbers */
    public Storage(ParameterLayout layout, Kind kind) {
        this.kind = kind;
        this.leaves = layout.leaves();
        offsets = new int[leaves.size() + 1];
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            long size = kind.isNumber() ? 0 : kind.size(leaf.rows(), leaf.columns());
            if (offsets[i] + size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a " + kind.described() + " has too many numbers on the leaf "
                        + leaf.name() + " of " + leaf.rows() + " x " + leaf.columns()
                        + ", expected at most " + Integer.MAX_VALUE + " over all leaves");
            }
            offsets[i + 1] = (int) (offsets[i] + size);
        }
        if (kind.isNumber()) {
            offsets[leaves.size()] = 1;
        }
    }

    public Kind kind() {
        return kind;
    }

    /** Floats of the array. */
    public int size() {
        return offsets[leaves.size()];
    }

    /** The part of an array that is a leaf's. */
    public Matrix of(float[] values, int leaf) {
        int m = leaves.get(leaf).rows();
        int n = leaves.get(leaf).columns();
        return new Matrix(
                values, offsets[leaf], kind.rows().of(m, n), kind.columns().of(m, n));
    }

    /** All leaves of an array. */
    public Matrix[] of(float[] values) {
        Matrix[] all = new Matrix[leaves.size()];
        Arrays.setAll(all, leaf -> of(values, leaf));
        return all;
    }

    /** Repeats values of this kind to another one, to which it is broadcast. */
    public void spread(float[] values, Storage other, float[] target) {
        if (kind.isNumber()) {
            Arrays.fill(target, values[0]);
            return;
        }
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            int m = leaves.get(leaf).rows();
            int n = leaves.get(leaf).columns();
            int columns = other.kind.columns().of(m, n);
            int rows = other.kind.rows().of(m, n);
            spread(values, leaf, 0, rows * columns, columns, target, other.offsets[leaf]);
        }
    }

    /**
     * Repeats values of this kind to a block of the parameters.
     *
     * @param from index of the block's first parameter
     * @param n parameters in the block
     * @param leaf the leaf that holds the first of them
     */
    void spread(float[] values, int from, int n, int leaf, float[] block) {
        if (kind.isNumber()) {
            Arrays.fill(block, 0, n, values[0]);
            return;
        }
        for (int k = leaf; k < leaves.size() && leaves.get(k).offset() < from + n; k++) {
            int first = leaves.get(k).offset();
            int start = Math.max(first, from);
            int end = Math.min(first + leaves.get(k).length(), from + n);
            spread(values, k, start - first, end - first, leaves.get(k).columns(), block, first - from);
        }
    }

    /** Repeats to the numbers {@code [start, end)} of one leaf, of so many columns; its first would lie at the base. */
    private void spread(float[] values, int leaf, int start, int end, int columns, float[] target, int base) {
        int m = leaves.get(leaf).rows();
        int n = leaves.get(leaf).columns();
        int ownRows = kind.rows().of(m, n);
        int ownColumns = kind.columns().of(m, n);
        int offset = offsets[leaf];
        if (ownRows == 1 && ownColumns == 1) {
            Arrays.fill(target, base + start, base + end, values[offset]);
            return;
        }
        for (int at = start; at < end; ) {
            int row = at / columns;
            int stop = Math.min(end, (row + 1) * columns);
            int own = offset + (ownRows == 1 ? 0 : row * ownColumns);
            if (ownColumns == 1) {
                Arrays.fill(target, base + at, base + stop, values[own]);
            } else {
                System.arraycopy(values, own + at - row * columns, target, base + at, stop - at);
            }
            at = stop;
        }
    }

    /** Takes of values of another kind, all equal along the extents that are one here, one each. */
    public void narrow(float[] values, Storage other, float[] target) {
        for (int leaf = 0; leaf < (kind.isNumber() ? 1 : leaves.size()); leaf++) {
            Matrix from = other.of(values, leaf);
            Matrix to = of(target, leaf);
            for (int i = 0; i < to.rows(); i++) {
                for (int j = 0; j < to.columns(); j++) {
                    target[to.index(i, j)] = values[from.index(i, j)];
                }
            }
        }
    }
}
