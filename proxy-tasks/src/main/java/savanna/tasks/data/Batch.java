package savanna.tasks.data;

/**
 * Some examples, row after row; filled again and again. Rows have features, text has tokens; targets are classes, or
 * values where they are real numbers.
 *
 * <p>A row of features is followed by a 1, so that a bias can be the last row of a weight matrix.
 */
public final class Batch {
    private final Shape shape;
    private final float[] features;
    private final int[] tokens;
    private final int[] targets;
    private final float[] values;
    private int size;

    /** @param capacity most examples */
    public Batch(Shape shape, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a batch of " + capacity + " examples; expected at least 1");
        }
        this.shape = shape;
        targets = new int[Math.multiplyExact(capacity, shape.targets())];
        values = new float[shape instanceof Shape.Real ? capacity : 0];
        if (shape instanceof Shape.Row row) {
            int stride = row.features() + 1;
            features = new float[Math.multiplyExact(capacity, stride)];
            for (int i = stride - 1; i < features.length; i += stride) {
                features[i] = 1;
            }
            tokens = new int[0];
        } else {
            features = new float[0];
            tokens = new int[targets.length];
        }
    }

    public Shape shape() {
        return shape;
    }

    /** Examples that are filled in. */
    public int size() {
        return size;
    }

    void resize(int examples) {
        size = examples;
    }

    public int capacity() {
        return targets.length / shape.targets();
    }

    /** Distance between the starts of rows of features: the number of features, and 1. */
    public int featureStride() {
        return shape instanceof Shape.Row row ? row.features() + 1 : 0;
    }

    /** Rows of features, each followed by a 1; empty for text. */
    public float[] features() {
        return features;
    }

    /** {@code size} x context tokens; empty for rows. */
    public int[] tokens() {
        return tokens;
    }

    /** The class, or the next tokens, of each example. */
    public int[] targets() {
        return targets;
    }

    /** The real target of each example; empty where targets are classes or tokens. */
    public float[] values() {
        return values;
    }
}
