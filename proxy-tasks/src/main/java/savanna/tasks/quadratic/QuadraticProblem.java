package savanna.tasks.quadratic;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.GradientSource;
import savanna.tasks.Problem;
import savanna.tasks.Trainer;

/**
 * The quadratic {@code 1/2 (w - w*)' H (w - w*)} of a stated spectrum, seen through noise. Axes and minimum are the
 * task's; a run draws its start and its noise. Start and minimum are normal with deviation 1 in each parameter, so that
 * no rule gains by drawing weights to zero. The score is the loss without noise, on both splits.
 */
final class QuadraticProblem implements Problem {

    /** How chance disturbs the gradient of a step. */
    @FunctionalInterface
    interface Noise {

        /**
         * Changes the gradient to what a batch shows of it.
         *
         * @param roots of the blocks, {@code R} with {@code H = R R'}, row after row
         * @param errors {@code w - w*} by block
         * @param gradients by block; to be changed
         */
        void disturb(List<double[]> roots, double[][] errors, double[][] gradients, RandomGenerator random);
    }

    private final String name;
    private final Spectrum spectrum;
    private final ParameterLayout layout;
    private final List<double[]> roots;
    private final double[] minimum;
    private final Noise noise;

    /** @param seed of the axes and the minimum */
    QuadraticProblem(String name, Spectrum spectrum, long seed, Noise noise) {
        this.name = name;
        this.spectrum = spectrum;
        this.noise = noise;
        layout = spectrum.layout();
        roots = spectrum.roots(seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
        minimum = new double[layout.size()];
        Arrays.setAll(minimum, i -> random.nextGaussian());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public String metric() {
        return "loss";
    }

    /** What a start has on average. */
    @Override
    public double uninformedLoss() {
        return spectrum.trace();
    }

    @Override
    public GradientSource gradients() {
        return new Gradients();
    }

    private final class Gradients implements GradientSource {
        private final double[][] errors =
                roots.stream().map(root -> new double[side(root)]).toArray(double[][]::new);
        private final double[][] gradients =
                roots.stream().map(root -> new double[side(root)]).toArray(double[][]::new);
        private SplittableGenerator random;

        @Override
        public void begin(long seed, float[] weights) {
            random = RandomGeneratorFactory.<SplittableGenerator>of("L64X128MixRandom")
                    .create(seed);
            RandomGenerator start = random.split();
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) start.nextGaussian();
            }
        }

        @Override
        public double gradient(int step, float[] weights, float[] gradient) {
            double loss = evaluate(weights);
            noise.disturb(roots, errors, gradients, random);
            int at = 0;
            for (double[] block : gradients) {
                for (double component : block) {
                    gradient[at++] = (float) component;
                }
            }
            return loss;
        }

        @Override
        public double score(float[] weights, Trainer.Split split) {
            return evaluate(weights);
        }

        /** Errors and gradients of all blocks. @return loss */
        private double evaluate(float[] weights) {
            double loss = 0;
            for (int block = 0, at = 0; block < errors.length; at += errors[block++].length) {
                double[] error = errors[block];
                for (int i = 0; i < error.length; i++) {
                    error[i] = weights[at + i] - minimum[at + i];
                }
                loss += multiply(roots.get(block), error, gradients[block]) / 2;
            }
            return loss;
        }
    }

    private static int side(double[] root) {
        return (int) Math.round(Math.sqrt(root.length));
    }

    /** {@code gradient = R R' error}. @return {@code error' R R' error} */
    private static double multiply(double[] root, double[] error, double[] gradient) {
        int n = error.length;
        Arrays.fill(gradient, 0);
        double squares = 0;
        for (int axis = 0; axis < n; axis++) {
            double along = along(root, error, axis);
            squares += along * along;
            addAxis(root, axis, along, gradient);
        }
        return squares;
    }

    private static double along(double[] root, double[] error, int axis) {
        double along = 0;
        for (int i = 0; i < error.length; i++) {
            along += root[i * error.length + axis] * error[i];
        }
        return along;
    }

    /** Adds a multiple of a column of a block's root. */
    static void addAxis(double[] root, int axis, double factor, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += root[i * sum.length + axis] * factor;
        }
    }
}
