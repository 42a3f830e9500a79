package savanna.tasks.quadratic;

import savanna.tasks.Problem;
import savanna.tasks.ProblemKind;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.yaml.YamlMap;

/**
 * {@code kind: noisy-quadratic}: a quadratic with {@code blocks} of eigenvalues, whose gradient has noise of covariance
 * {@code noise^2 H / batch} (the noisy quadratic model of Zhang et al. 2019, arXiv 1907.04164). With eigenvalues that
 * differ between blocks but not within, a rate for each block pays, as in Transformers (Zhang et al. 2024, arXiv
 * 2402.16788); the same ones mixed are the control.
 */
public final class NoisyQuadraticKind implements ProblemKind {
    @Override
    public String name() {
        return "noisy-quadratic";
    }

    @Override
    public Problem create(YamlMap options, Recipe recipe) {
        options.onlyKeys("kind", "blocks", "noise", "seed");
        Spectrum spectrum = Spectrum.read(options);
        double deviation = options.number("noise", 0, 0, 1e6) / Math.sqrt(recipe.batch());
        return new QuadraticProblem(
                "noisy quadratic of " + spectrum.layout().size() + " parameters",
                spectrum,
                options.longInteger("seed", 0, 0, Long.MAX_VALUE),
                (roots, errors, gradients, random) -> {
                    for (int block = 0; block < gradients.length && deviation > 0; block++) {
                        double[] gradient = gradients[block];
                        for (int axis = 0; axis < gradient.length; axis++) {
                            QuadraticProblem.addAxis(
                                    roots.get(block), axis, deviation * random.nextGaussian(), gradient);
                        }
                    }
                });
    }
}
