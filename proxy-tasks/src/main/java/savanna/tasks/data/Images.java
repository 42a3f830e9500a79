package savanna.tasks.data;

import java.util.random.RandomGenerator;

/** Labelled images as training data. */
public final class Images implements Rows {
    private final Shape.Image shape;
    private final FeatureTable features;
    private final int[] labels;

    /**
     * @param features row after row
     * @param labels one an image
     */
    public Images(Shape.Image shape, float[] features, int[] labels) {
        this.shape = shape;
        this.features = new FeatureTable(labels.length, shape.features(), features);
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
        int[] selected = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            selected[i] = labels[indices[i]];
        }
        return new Images(shape, features.select(indices), selected);
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
        features.fill(batch, indices, from, count);
        for (int i = 0; i < count; i++) {
            batch.targets()[i] = labels[indices[from + i]];
        }
    }
}
