package savanna.tasks.model;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;
import savanna.tasks.data.TokenStream;

/** Batches of made-up text. */
final class TokenBatches {
    private TokenBatches() {}

    static Batch random(Shape.Tokens shape, int examples, long seed) {
        int[] tokens = new SplittableRandom(seed)
                .ints((long) examples * shape.context() + 1, 0, shape.vocabulary())
                .toArray();
        Batch batch = new Batch(shape, examples);
        new TokenStream(shape, tokens)
                .fill(
                        batch,
                        IntStream.range(0, examples)
                                .map(i -> i * shape.context())
                                .toArray(),
                        0,
                        examples);
        return batch;
    }

    /** Fills a batch whose windows do not follow from one text. */
    static void fill(Batch batch, int[] tokens, int[] targets) {
        Shape.Tokens shape = (Shape.Tokens) batch.shape();
        new TokenStream(shape, new int[tokens.length + 1])
                .fill(
                        batch,
                        IntStream.range(0, tokens.length / shape.context())
                                .map(i -> i * shape.context())
                                .toArray(),
                        0,
                        tokens.length / shape.context());
        System.arraycopy(tokens, 0, batch.tokens(), 0, tokens.length);
        System.arraycopy(targets, 0, batch.targets(), 0, targets.length);
    }
}
