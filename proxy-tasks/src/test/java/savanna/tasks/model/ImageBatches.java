package savanna.tasks.model;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Images;
import savanna.tasks.data.Shape;

/** Batches of made-up images. */
final class ImageBatches {
    private ImageBatches() {}

    static Batch random(Shape.Image shape, int examples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[examples * shape.features()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble();
        }
        Batch batch = new Batch(shape, examples);
        new Images(shape, features, random.ints(examples, 0, shape.classes()).toArray())
                .fill(batch, IntStream.range(0, examples).toArray(), 0, examples);
        return batch;
    }
}
