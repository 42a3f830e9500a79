package savanna.tasks.data;

/** Feature vectors of equal width, row after row. */
final class FeatureTable {
    private final int width;
    private final float[] values;

    /** @throws IllegalArgumentException if the values are not those of so many rows */
    FeatureTable(int rows, int width, float[] values) {
        if (values.length != rows * width) {
            throw new IllegalArgumentException(values.length + " features for " + rows + " rows of " + width);
        }
        this.width = width;
        this.values = values.clone();
    }

    /** The rows of some indices, in their order, one after the other. */
    float[] select(int[] indices) {
        float[] selected = new float[indices.length * width];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * width, selected, i * width, width);
        }
        return selected;
    }

    /** Makes a batch hold the rows of {@code count} of the indices; its targets are left to the caller. */
    void fill(Batch batch, int[] indices, int from, int count) {
        batch.resize(count);
        for (int i = 0; i < count; i++) {
            System.arraycopy(values, indices[from + i] * width, batch.features(), i * (width + 1), width);
        }
    }
}
