package savanna.tasks.recipe;

import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Examples;
import savanna.tasks.data.Images;
import savanna.tasks.model.Model;

/**
 * All that chance decides in a run, fixed by its seed before the first step: initial weights, noisy labels, order of
 * the data. Each has a stream of its own, split from the seed's, so that changing one leaves the others alone. Shared
 * by trainers; nobody changes it.
 *
 * @param weights initial, flat
 * @param train training data with its label noise
 * @param order index of the example for each place of each batch
 * @param bytes that it takes besides the data that all starts share
 */
public record Start(float[] weights, Examples train, int[] order, long bytes) {

    /** Draws the start of a run. */
    public static Start draw(long seed, Recipe recipe, Dataset data, Model model) {
        RandomGeneratorFactory<SplittableGenerator> factory = RandomGeneratorFactory.of("L64X128MixRandom");
        SplittableGenerator root = factory.create(seed);
        SplittableGenerator initialisation = root.split();
        SplittableGenerator dataOrder = root.split();
        SplittableGenerator noise = root.split();
        float[] weights = new float[model.layout().size()];
        model.initialize(weights, initialisation);
        boolean isNoisy = recipe.labelNoise() > 0 && data.train() instanceof Images;
        Examples train = isNoisy ? ((Images) data.train()).withLabelNoise(recipe.labelNoise(), noise) : data.train();
        int[] order = train.order(Math.multiplyExact(recipe.batch(), recipe.steps()), dataOrder);
        long numbers = (long) weights.length + order.length + (isNoisy ? train.size() : 0);
        return new Start(weights, train, order, 4 * numbers);
    }
}
