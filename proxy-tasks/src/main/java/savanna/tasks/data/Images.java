package savanna.tasks.data;

import java.util.random.RandomGenerator;

/** Labelled images as training data. */
public final class Images implements Rows {
    private final Shape.Image shape;
    private final float[] features;
    private final int[] labels;

    /**
     * @param features row after row
     * @param labels one an image
     */
    public Images(Shape.Image shape, float[] features, int[] labels) {
        if (features.length != labels.length * shape.features()) {
            throw new IllegalArgumentException(
                    features.length + " features for " + labels.length + " images of " + shape.features());
        }
        this.shape = shape;
        this.features = features.clone();
        this.labels = labels.clone();
    }

    @Override
    public Shape.Image shape() {
        return shape;
    }

    @Override
    public int size() {
        return labels.length;
    }

    /** The class of an image. */
    public int label(int index) {
        return labels[index];
    }

    @Override
    public Images select(int[] indices) {
        int width = shape.features();
        float[] selected = new float[indices.length * width];
        int[] selectedLabels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(features, indices[i] * width, selected, i * width, width);
            selectedLabels[i] = labels[indices[i]];
        }
        return new Images(shape, selected, selectedLabels);
    }

    /**
     * The same images with a share of the labels replaced by one drawn uniformly from all classes (which may be the
     * right one).
     */
    public Images withLabelNoise(double share, RandomGenerator random) {
        int[] noisy = labels.clone();
        for (int i = 0; i < noisy.length; i++) {
            double chance = random.nextDouble();
            int drawn = random.nextInt(shape.classes());
            if (chance < share) {
                noisy[i] = drawn;
            }
        }
        return new Images(this, noisy);
    }

    private Images(Images others, int[] labels) {
        this.shape = others.shape;
        this.features = others.features;
        this.labels = labels;
    }

    @Override
    public void fill(Batch batch, int[] indices, int from, int count) {
        int width = shape.features();
        batch.resize(count);
        for (int i = 0; i < count; i++) {
            int index = indices[from + i];
            System.arraycopy(features, index * width, batch.features(), i * (width + 1), width);
            batch.targets()[i] = labels[index];
        }
    }
}
