package savanna.tasks.data;

/** Feature vectors with a real target each, as training data of a regression. */
public final class Measurements implements Rows {
    private final Shape.Real shape;
    private final float[] features;
    private final float[] targets;

    /**
     * @param features row after row
     * @param targets one a row
     */
    public Measurements(Shape.Real shape, float[] features, float[] targets) {
        if (features.length != targets.length * shape.features()) {
            throw new IllegalArgumentException(
                    features.length + " features for " + targets.length + " rows of " + shape.features());
        }
        this.shape = shape;
        this.features = features.clone();
        this.targets = targets.clone();
    }

    @Override
    public Shape.Real shape() {
        return shape;
    }

    @Override
    public int size() {
        return targets.length;
    }

    /** The target of a row. */
    public float target(int index) {
        return targets[index];
    }

    /** The squared error of those who guess zero everywhere, on average. */
    public double meanSquare() {
        double sum = 0;
        for (float target : targets) {
            sum += (double) target * target;
        }
        return sum / targets.length;
    }

    @Override
    public Measurements select(int[] indices) {
        int width = shape.features();
        float[] selected = new float[indices.length * width];
        float[] selectedTargets = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(features, indices[i] * width, selected, i * width, width);
            selectedTargets[i] = targets[indices[i]];
        }
        return new Measurements(shape, selected, selectedTargets);
    }

    @Override
    public void fill(Batch batch, int[] indices, int from, int count) {
        int width = shape.features();
        batch.resize(count);
        for (int i = 0; i < count; i++) {
            int index = indices[from + i];
            System.arraycopy(features, index * width, batch.features(), i * (width + 1), width);
            batch.values()[i] = targets[index];
        }
    }
}
