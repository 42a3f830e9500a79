package savanna.tasks.quadratic;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import savanna.tasks.Problem;
import savanna.tasks.ProblemKind;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.yaml.YamlMap;

/**
 * {@code kind: least-squares}: {@code y = x' w* + noise} for normal {@code x} whose covariance has {@code blocks} of
 * eigenvalues; each step sees a fresh batch, and the loss is {@code 1/2 E (x' w - x' w*)^2}. Unlike that of a noisy
 * quadratic, the noise of the gradient falls with the error, but for the part of {@code noise}.
 */
public final class LeastSquaresKind implements ProblemKind {
    @Override
    public String name() {
        return "least-squares";
    }

    @Override
    public Problem create(YamlMap options, Recipe recipe) {
        options.onlyKeys("kind", "blocks", "noise", "seed");
        Spectrum spectrum = Spectrum.read(options);
        double noise = options.number("noise", 0, 0, 1e6);
        int batch = recipe.batch();
        return new QuadraticProblem(
                "least squares of " + spectrum.layout().size() + " parameters",
                spectrum,
                options.longInteger("seed", 0, 0, Long.MAX_VALUE),
                (roots, errors, gradients, random) -> sample(roots, errors, gradients, random, batch, noise));
    }

    /** The mean over a batch of {@code x (x' error - noise)}, with x = R z for normal z. */
    private static void sample(
            List<double[]> roots,
            double[][] errors,
            double[][] gradients,
            RandomGenerator random,
            int batch,
            double noise) {
        double[][] examples = Arrays.stream(errors).map(double[]::clone).toArray(double[][]::new);
        Arrays.stream(gradients).forEach(gradient -> Arrays.fill(gradient, 0));
        for (int example = 0; example < batch; example++) {
            double residual = noise == 0 ? 0 : noise * random.nextGaussian();
            for (int block = 0; block < examples.length; block++) {
                double[] x = examples[block];
                Arrays.fill(x, 0);
                for (int axis = 0; axis < x.length; axis++) {
                    QuadraticProblem.addAxis(roots.get(block), axis, random.nextGaussian(), x);
                }
                for (int i = 0; i < x.length; i++) {
                    residual += x[i] * errors[block][i];
                }
            }
            for (int block = 0; block < examples.length; block++) {
                for (int i = 0; i < examples[block].length; i++) {
                    gradients[block][i] += examples[block][i] * residual / batch;
                }
            }
        }
    }
}
