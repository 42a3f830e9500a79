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
        int[] tokens = new SplittableRandom(seed).ints((long) examples * shape.context() + 1, 0, shape.vocabulary()).toArray();
        Batch batch = new Batch(shape, examples);
        new TokenStream(shape, tokens).fill(batch, IntStream.range(0, examples).map(i -> i * shape.context()).toArray(), 0, examples);
        return batch;
    }
}
