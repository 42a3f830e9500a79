package savanna.tasks.quadratic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.tasks.GradientSource;
import savanna.tasks.Problem;
import savanna.tasks.ProblemKind;
import savanna.tasks.Trainer;
import savanna.tasks.recipe.Metric;
import savanna.tasks.recipe.Recipe;
import savanna.tasks.recipe.Schedule;
import savanna.tasks.yaml.YamlReader;

class QuadraticTest {
    private static final String BLOCKS = "blocks: [[1, 2, 3], [100, 400]]\n";
    private static final int PARAMETERS = 5;

    private static Problem problem(ProblemKind kind, String keys, int batch) {
        Recipe recipe = new Recipe(
                batch,
                10,
                new Schedule(Schedule.Decay.CONSTANT, 0, 0),
                Optional.empty(),
                1,
                0,
                Metric.LOSS,
                1,
                List.of(),
                List.of(1L),
                List.of(),
                Optional.empty(),
                Optional.<Duration>empty());
        return kind.create(YamlReader.parse("t.yaml", "kind: " + kind.name() + "\n" + BLOCKS + keys), recipe);
    }

    private static float[] start(GradientSource source, long seed) {
        float[] weights = new float[PARAMETERS];
        source.begin(seed, weights);
        return weights;
    }

    private static double loss(GradientSource source, float[] weights) {
        return source.score(weights, Trainer.Split.VALIDATION);
    }

    @Test
    void shouldGiveTheGradientOfTheLossWithoutNoise() {
        GradientSource source = problem(new NoisyQuadraticKind(), "", 1).gradients();
        float[] weights = start(source, 3);
        float[] gradient = new float[PARAMETERS];
        assertThat(source.gradient(1, weights, gradient)).isEqualTo(loss(source, weights));
        for (int i = 0; i < PARAMETERS; i++) {
            float[] more = weights.clone();
            float[] less = weights.clone();
            more[i] += 0.125f;
            less[i] -= 0.125f;
            // A central difference of a quadratic is exact.
            double slope = (loss(source, more) - loss(source, less)) / ((double) more[i] - less[i]);
            assertThat(slope).isCloseTo(gradient[i], within(1e-3 * Math.abs(gradient[i]) + 1e-3));
        }
    }

    /** H from second differences: its trace is the sum of the eigenvalues, that of its square the sum of theirs. */
    @Test
    void shouldHaveTheStatedSpectrumInBlocks() {
        GradientSource source =
                problem(new NoisyQuadraticKind(), "seed: 5\n", 1).gradients();
        float[] weights = start(source, 3);
        double[][] h = new double[PARAMETERS][PARAMETERS];
        float[] before = new float[PARAMETERS];
        float[] after = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            float[] moved = weights.clone();
            moved[i] += 1;
            source.gradient(1, weights, before);
            source.gradient(1, moved, after);
            for (int j = 0; j < PARAMETERS; j++) {
                h[i][j] = after[j] - before[j];
            }
        }
        assertThat(trace(h, 0, 3)).isCloseTo(6, within(1e-3));
        assertThat(traceOfSquare(h, 0, 3)).isCloseTo(1 + 4 + 9, within(1e-2));
        assertThat(trace(h, 3, 5)).isCloseTo(500, within(1e-2));
        assertThat(traceOfSquare(h, 3, 5)).isCloseTo(170_000, within(5.0));
        assertThat(h[0][3]).isZero();
        assertThat(Math.abs(h[0][1])).as("axes are turned").isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldDisturbTheGradientByNoiseOfTheStatedSize(int batch) {
        GradientSource source =
                problem(new NoisyQuadraticKind(), "noise: 0.5\n", batch).gradients();
        GradientSource exact = problem(new NoisyQuadraticKind(), "", batch).gradients();
        float[] weights = start(source, 3);
        start(exact, 3);
        // E |noise|^2 is noise^2 trace(H) / batch.
        assertThat(meanSquare(source, exact, weights)).isCloseTo(0.25 * 506 / batch, within(0.1 * 0.25 * 506 / batch));
    }

    @Test
    void shouldFallWithTheErrorInLeastSquares() {
        Problem problem = problem(new LeastSquaresKind(), "", 2);
        GradientSource source = problem.gradients();
        GradientSource exact = problem(new NoisyQuadraticKind(), "", 2).gradients();
        float[] far = start(source, 3);
        start(exact, 3);
        float[] near = minimum(exact, far);
        assertThat(loss(source, near)).isLessThan(1e-3);
        assertThat(meanSquare(source, exact, near)).isLessThan(1e-3 * meanSquare(source, exact, far));
        // Without noise of the labels E x x' e = H e.
        float[] mean = new float[PARAMETERS];
        float[] gradient = new float[PARAMETERS];
        int samples = 20_000;
        for (int i = 1; i <= samples; i++) {
            source.gradient(i, far, gradient);
            for (int j = 0; j < PARAMETERS; j++) {
                mean[j] += gradient[j] / samples;
            }
        }
        exact.gradient(1, far, gradient);
        for (int j = 3; j < PARAMETERS; j++) {
            assertThat(mean[j]).isCloseTo(gradient[j], within(0.1f * Math.abs(gradient[j]) + 3));
        }
    }

    @Test
    void shouldBeTheSameRunForTheSameSeedAlone() {
        Problem problem = problem(new LeastSquaresKind(), "noise: 1\n", 2);
        assertThat(steps(problem.gradients(), 4)).isEqualTo(steps(problem.gradients(), 4));
        assertThat(steps(problem.gradients(), 4)).isNotEqualTo(steps(problem.gradients(), 5));
        assertThat(problem.uninformedLoss()).isEqualTo(506);
    }

    private static float[] steps(GradientSource source, long seed) {
        start(source, 77);
        float[] weights = start(source, seed);
        float[] gradient = new float[PARAMETERS];
        for (int step = 1; step < 5; step++) {
            source.gradient(step, weights, gradient);
        }
        return gradient;
    }

    /** Descends to it. */
    private static float[] minimum(GradientSource exact, float[] from) {
        float[] weights = from.clone();
        float[] gradient = new float[PARAMETERS];
        for (int step = 1; step < 5_000; step++) {
            exact.gradient(step, weights, gradient);
            for (int i = 0; i < PARAMETERS; i++) {
                weights[i] -= gradient[i] * 0.004f;
            }
        }
        return weights;
    }

    private static double meanSquare(GradientSource source, GradientSource exact, float[] weights) {
        float[] noisy = new float[PARAMETERS];
        float[] clean = new float[PARAMETERS];
        exact.gradient(1, weights, clean);
        double sum = 0;
        int samples = 4_000;
        for (int step = 1; step <= samples; step++) {
            source.gradient(step, weights, noisy);
            sum += IntStream.range(0, PARAMETERS)
                    .mapToDouble(i -> (double) (noisy[i] - clean[i]) * (noisy[i] - clean[i]))
                    .sum();
        }
        return sum / samples;
    }

    private static double trace(double[][] h, int from, int to) {
        return IntStream.range(from, to).mapToDouble(i -> h[i][i]).sum();
    }

    private static double traceOfSquare(double[][] h, int from, int to) {
        return IntStream.range(from, to)
                .mapToDouble(i -> IntStream.range(from, to)
                        .mapToDouble(j -> h[i][j] * h[j][i])
                        .sum())
                .sum();
    }
}
