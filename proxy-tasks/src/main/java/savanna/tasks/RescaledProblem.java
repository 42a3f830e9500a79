package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.execution.ParameterLayout;

/**
 * A problem whose parameters are written in other units: the optimizer sees {@code w / s}, with a factor s for each
 * parameter array, drawn log-uniformly from {@code 1 / largest} to {@code largest} by the run's seed. The function that
 * is minimised is the same at the start, but a rule that is right for one size of parameters alone no longer is (as
 * VeLO, arXiv 2211.09760, and Celo2, arXiv 2602.19142, augment tasks).
 *
 * @param largest factor, above 1
 */
record RescaledProblem(Problem problem, double largest) implements Problem {
    /** Keeps the factors apart from all else that a seed draws. */
    private static final long STREAM = 0x5ca1ab1eL;

    @Override
    public String name() {
        return problem.name();
    }

    @Override
    public ParameterLayout layout() {
        return problem.layout();
    }

    @Override
    public String metric() {
        return problem.metric();
    }

    @Override
    public double uninformedLoss() {
        return problem.uninformedLoss();
    }

    @Override
    public List<Path> files() {
        return problem.files();
    }

    @Override
    public List<String> findings() {
        return problem.findings();
    }

    @Override
    public GradientSource gradients() {
        return new Rescaled(problem.gradients());
    }

    private final class Rescaled implements GradientSource {
        private final GradientSource source;
        private final float[] scales = new float[layout().size()];
        private final float[] original = new float[scales.length];

        Rescaled(GradientSource source) {
            this.source = source;
        }

        @Override
        public void begin(long seed, float[] weights) {
            source.begin(seed, weights);
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed ^ STREAM);
            for (ParameterLayout.Leaf leaf : layout().leaves()) {
                // A power of two changes no digit of a weight.
                int exponent = (int) Math.round(random.nextDouble(-1, 1) * Math.log(largest) / Math.log(2));
                java.util.Arrays.fill(scales, leaf.offset(), leaf.offset() + leaf.length(), Math.scalb(1f, exponent));
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= scales[i];
            }
        }

        @Override
        public double gradient(int step, float[] weights, float[] gradient) {
            double loss = source.gradient(step, original(weights), gradient);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= scales[i];
            }
            return loss;
        }

        @Override
        public double score(float[] weights, Trainer.Split split) {
            return source.score(original(weights), split);
        }

        private float[] original(float[] weights) {
            for (int i = 0; i < weights.length; i++) {
                original[i] = weights[i] * scales[i];
            }
            return original;
        }
    }
}
