package savanna.dsl.family;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;

/**
 * Feeds gradients of one's choice to a program and reads its updates. The weights stay where they are: not at zero,
 * where {@code w / w} and trust ratios vanish, but so small that decay does not show beside the gradients. The schedule
 * is below 1, where {@code 1 - lr} is not zero.
 */
final class Probe {

    static final int PARAMETERS = 48;
    static final int STEPS = 60;
    /**
     * Size of gradients: small enough for programs that clip or bend large ones, large against the guard of division.
     */
    static final float SIZE = 0.1f;

    private static final float SCHEDULE = 0.9f;
    static final float[] SMALL_WEIGHTS = smallWeights();

    private final Optimizer optimizer;

    Probe(Analysis analysis) {
        optimizer = Engine.block().compile(analysis, ParameterLayout.flat(PARAMETERS));
    }

    /** Updates by step. @param weights the weights at every step @param schedule the schedule at every step */
    float[][] updates(float[][] gradients, float[] weights, float schedule) {
        optimizer.reset();
        float[][] updates = new float[gradients.length][PARAMETERS];
        for (int step = 0; step < gradients.length; step++) {
            float[] moved = weights.clone();
            optimizer.step(moved, gradients[step], schedule);
            for (int i = 0; i < PARAMETERS; i++) {
                updates[step][i] = weights[i] - moved[i];
            }
        }
        return updates;
    }

    float[][] updates(float[][] gradients) {
        return updates(gradients, SMALL_WEIGHTS, SCHEDULE);
    }

    private static float[] smallWeights() {
        float[] weights = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            weights[i] = (i % 2 == 0 ? 1e-3f : -1e-3f) * (1 + 0.5f * i / PARAMETERS);
        }
        return weights;
    }

    /** Normal gradients of standard deviation {@link #SIZE}. */
    static float[][] noise(long seed, int steps) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[][] gradients = new float[steps][PARAMETERS];
        for (float[] row : gradients) {
            for (int i = 0; i < PARAMETERS; i++) {
                row[i] = (float) random.nextGaussian() * SIZE;
            }
        }
        return gradients;
    }

    static float[][] scaled(float[][] gradients, float factor) {
        float[][] scaled = new float[gradients.length][];
        for (int step = 0; step < scaled.length; step++) {
            scaled[step] = gradients[step].clone();
            for (int i = 0; i < PARAMETERS; i++) {
                scaled[step][i] *= factor;
            }
        }
        return scaled;
    }

    /** Mean magnitude. */
    static double size(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        return sum / values.length;
    }

    /** Mean magnitude of x - factor * y, as a share of that of x. */
    static double distance(float[] x, float[] y, double factor) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs(x[i] - factor * y[i]);
        }
        return sum / x.length / Math.max(1e-30, size(x));
    }

    /** Standard deviation of the magnitudes as a share of their mean. */
    static double dispersion(float[] values) {
        double mean = size(values);
        double sum = 0;
        for (float value : values) {
            sum += (Math.abs(value) - mean) * (Math.abs(value) - mean);
        }
        return Math.sqrt(sum / values.length) / Math.max(1e-30, mean);
    }
}
