package savanna.tasks.data;

import java.util.random.RandomGenerator;

/**
 * Text as a stream of tokens. An example is a window of {@code context} tokens from an index on; its targets are the
 * tokens one further.
 */
public final class TokenStream implements Examples {
    private final Shape.Tokens shape;
    private final int[] tokens;

    /** @param tokens each below the vocabulary's size, at least one more than the context */
    public TokenStream(Shape.Tokens shape, int[] tokens) {
        if (tokens.length <= shape.context()) {
            throw new DataException(
                    tokens.length + " tokens of text; expected more than the context of " + shape.context());
        }
        this.shape = shape;
        this.tokens = tokens.clone();
    }

    /** Number of places where a window can start. */
    @Override
    public int size() {
        return tokens.length - shape.context();
    }

    @Override
    public void fill(Batch batch, int[] indices, int from, int count) {
        int context = shape.context();
        batch.resize(count);
        for (int i = 0; i < count; i++) {
            System.arraycopy(tokens, indices[from + i], batch.tokens(), i * context, context);
            System.arraycopy(tokens, indices[from + i] + 1, batch.targets(), i * context, context);
        }
    }

    /** Windows that start anywhere, drawn with replacement. */
    @Override
    public int[] order(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = random.nextInt(size());
        }
        return order;
    }

    /** Windows that do not overlap, spread evenly. */
    @Override
    public int[] sample(int most) {
        int windows = (tokens.length - 1) / shape.context();
        int count = Math.min(most, windows);
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = (int) ((long) i * windows / count) * shape.context();
        }
        return indices;
    }
}
