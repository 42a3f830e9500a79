package savanna.tasks.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;

/** Checks a model's loss and gradient against an independent loss in double and its central differences. */
final class Gradients {
    private static final double STEP = 1e-5;

    private Gradients() {}

    /** @param reference loss of the batch, computed naively in double from the flat weights */
    static void check(Model model, Batch batch, double[] weights, ToDoubleFunction<double[]> reference) {
        float[] floats = new float[weights.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) weights[i];
            weights[i] = floats[i];
        }
        float[] gradient = new float[floats.length];
        java.util.Arrays.fill(gradient, Float.NaN);
        double loss = model.gradient(floats, batch, gradient);
        assertThat(loss).isCloseTo(reference.applyAsDouble(weights), org.assertj.core.api.Assertions.within(1e-4));
        Model.Score score = model.score(floats, batch);
        assertThat(score.loss() / score.targets()).isCloseTo(loss, org.assertj.core.api.Assertions.within(1e-5));

        SplittableRandom random = new SplittableRandom(5);
        for (ParameterLayout.Leaf leaf : model.layout().leaves()) {
            double difference = 0;
            double size = 0;
            for (int probe = 0; probe < Math.min(leaf.length(), 40); probe++) {
                int at = leaf.offset() + (leaf.length() <= 40 ? probe : random.nextInt(leaf.length()));
                double was = weights[at];
                weights[at] = was + STEP;
                double above = reference.applyAsDouble(weights);
                weights[at] = was - STEP;
                double below = reference.applyAsDouble(weights);
                weights[at] = was;
                double expected = (above - below) / (2 * STEP);
                difference += Math.pow(gradient[at] - expected, 2);
                size += expected * expected;
            }
            assertThat(Math.sqrt(size))
                    .as("gradient of %s is not trivially zero", leaf.name())
                    .isPositive();
            assertThat(Math.sqrt(difference))
                    .as("gradient of %s, of norm %s", leaf.name(), Math.sqrt(size))
                    .isLessThan(2e-4 * Math.sqrt(size) + 1e-7);
        }
    }

    static double[] randomWeights(Model model, double scale) {
        SplittableRandom random = new SplittableRandom(11);
        double[] weights = new double[model.layout().size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (random.nextDouble() * 2 - 1) * scale;
        }
        return weights;
    }
}
