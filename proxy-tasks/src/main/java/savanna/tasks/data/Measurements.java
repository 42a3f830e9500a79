package savanna.tasks.data;

/** Feature vectors with a real target each, as training data of a regression. */
public final class Measurements implements Rows {
    private final Shape.Real shape;
    private final FeatureTable features;
    private final float[] targets;

    /**
     * @param features row after row
     * @param targets one a row
     */
    public Measurements(Shape.Real shape, float[] features, float[] targets) {
        this.shape = shape;
        this.features = new FeatureTable(targets.length, shape.features(), features);
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
        float[] selected = new float[indices.length];
        for (int i = 0; i < indices.length; i++) {
            selected[i] = targets[indices[i]];
        }
        return new Measurements(shape, features.select(indices), selected);
    }

    @Override
    public void fill(Batch batch, int[] indices, int from, int count) {
        features.fill(batch, indices, from, count);
        for (int i = 0; i < count; i++) {
            batch.values()[i] = targets[indices[from + i]];
        }
    }
}
