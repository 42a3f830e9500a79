package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.program.Program;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Images;
import savanna.tasks.model.Model;
import savanna.tasks.recipe.Start;

class RecipeTest {
    private static final Program SGD = Program.parse("def train(w, g, lr):\n  update = g * lr\n  return update");

    @TempDir
    private Path folder;

    private ProxyTask task(String recipe) throws IOException {
        String text = "data:\n  kind: digits\nmodel:\n  kind: mlp\n  hidden: [8]\nrecipe:\n  batch: 16\n  steps: 200\n"
                + recipe.indent(2);
        return (ProxyTask) TaskCatalog.find(
                Files.writeString(folder.resolve("mine.yaml"), text).toString());
    }

    private static double fitness(LocalTask task) {
        return Trainings.train(task, SGD, List.of(1L), Hurdles.none()).fitness().getAsDouble();
    }

    @Test
    void shouldMeasureLossErrorRateAndPerplexityOfTheSameRun() throws IOException {
        double loss = fitness(task("metric: loss"));
        double errors = fitness(task("metric: accuracy"));
        assertThat(fitness(task("metric: perplexity"))).isCloseTo(Math.exp(loss), within(1e-9));
        assertThat(errors).isBetween(0.01, 0.6);
        assertThat(task("metric: accuracy").metric()).isEqualTo("error rate");
    }

    @Test
    void shouldClipTheGradientByItsGlobalNorm() throws IOException {
        double free = fitness(task(""));
        assertThat(fitness(task("clip: 1e9"))).isEqualTo(free);
        assertThat(fitness(task("clip: 1e-6"))).isGreaterThan(1.8);
        assertThat(free).isLessThan(1.5);
    }

    /** In other units the start is the same function; one step of gradient descent is not. */
    @Test
    void shouldStartFromTheSameFunctionInOtherUnits() throws IOException {
        Problem plain = task("").problem();
        Problem rescaled = task("rescale: 100").problem();
        GradientSource one = plain.gradients();
        GradientSource other = rescaled.gradients();
        float[] weights = new float[plain.layout().size()];
        float[] scaled = new float[weights.length];
        one.begin(5, weights);
        other.begin(5, scaled);
        float[] gradient = new float[weights.length];
        float[] scaledGradient = new float[weights.length];
        assertThat(other.gradient(1, scaled, scaledGradient)).isEqualTo(one.gradient(1, weights, gradient));
        assertThat(other.score(scaled, Trainer.Split.VALIDATION))
                .isEqualTo(one.score(weights, Trainer.Split.VALIDATION));
        java.util.Set<Float> factors = new java.util.TreeSet<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                float factor = weights[i] / scaled[i];
                factors.add(factor);
                assertThat(scaledGradient[i]).isEqualTo(gradient[i] * factor);
            }
        }
        assertThat(factors).hasSizeGreaterThan(1).allMatch(factor -> factor >= 1 / 128f && factor <= 128);
        assertThat(fitness(task("rescale: 2"))).isNotEqualTo(fitness(task("")));
        assertThat(fitness(task("rescale: 1"))).isEqualTo(fitness(task("")));
    }

    @Test
    void shouldScoreALearningCurveAtTheSharesOfTheRecipeAndTheEnd() throws IOException {
        assertThat(task("validate-at: [0.01, 0.25, 0.333]").validationSteps()).containsExactly(2, 50, 67, 200);
        assertThat(task("validate-at: [0.035, 0.07, 0.14, 0.28, 0.555]").validationSteps())
                .containsExactly(7, 14, 28, 56, 111, 200);
        assertThat(task("validate-at: [0.5, 1]").validationSteps()).containsExactly(100, 200);
        assertThat(task("").validationSteps()).hasSize(40).startsWith(5, 10).endsWith(195, 200);
    }

    @Test
    void shouldKeepTheFitnessOfTheEndWhereverElseValidationHappens() throws IOException {
        assertThat(fitness(task("validate-at: [0.1, 0.2]"))).isEqualTo(fitness(task("")));
    }

    @Test
    void shouldEndARunThatPassesItsTimeLimit() throws IOException {
        TrainingResult evaluation = Trainings.train(task("time-limit: 0ms"), SGD, List.of(1L), Hurdles.none());
        assertThat(evaluation.outcome()).isEqualTo(Outcome.TIME_LIMIT);
        assertThat(evaluation.fitness()).isEmpty();
        assertThat(Trainings.train(task("time-limit: 10m"), SGD, List.of(1L), Hurdles.none())
                        .outcome())
                .isEqualTo(Outcome.TRAINED);
    }

    @Test
    void shouldNotTrainAProgramWithMoreLiveStatementsThanTheCallLimit() throws IOException {
        Program redundant = Program.parse(
                "def train(w, g, lr):\n  a = sin(g)\n  b = g * lr\n  update = b + w * 0.001\n  return update");
        TrainingResult refused = Trainings.train(task("call-limit: 2"), redundant, List.of(1L, 2L), Hurdles.none());
        assertThat(refused.outcome()).isEqualTo(Outcome.TIME_LIMIT);
        assertThat(refused.runs()).extracting(TrainingResult.Run::steps).containsExactly(0);
        assertThat(Trainings.train(task("call-limit: 3"), redundant, List.of(1L), Hurdles.none())
                        .outcome())
                .isEqualTo(Outcome.TRAINED);
    }

    @Test
    void shouldDrawInitialisationOrderAndNoiseFromStreamsOfTheirOwn() throws IOException {
        Start clean = start(task(""), 1);
        Start noisy = start(task("label-noise: 0.5"), 1);
        assertThat(noisy.weights()).isEqualTo(clean.weights());
        assertThat(noisy.order()).isEqualTo(clean.order());
        assertThat(differences(clean, noisy)).isGreaterThan(300);
        assertThat(start(task("label-noise: 0.5"), 2).order()).isNotEqualTo(noisy.order());
        assertThat(differences(noisy, start(task("label-noise: 0.5"), 1))).isZero();
    }

    @Test
    void shouldLeaveTheLabelsOfValidationAndTestAlone() throws IOException {
        ProxyTask noisy = task("label-noise: 0.9");
        start(noisy, 1);
        assertThat(labels((Images) data(noisy).validation()))
                .isEqualTo(labels((Images) data(task("")).validation()));
        assertThat(labels((Images) data(noisy).test()))
                .isEqualTo(labels((Images) data(task("")).test()));
    }

    private static Dataset data(ProxyTask task) {
        return ((NetworkProblem) task.problem()).data();
    }

    private static Start start(ProxyTask task, long seed) {
        Model model = new savanna.tasks.model.Mlp(
                ((Images) data(task).train()).shape(),
                List.of(8),
                savanna.tasks.model.Activation.RELU,
                16,
                savanna.tasks.gemm.Gemm.create());
        return Start.draw(seed, task.recipe(), data(task), model);
    }

    private static long differences(Start one, Start other) {
        int[] a = labels((Images) one.train());
        int[] b = labels((Images) other.train());
        return java.util.stream.IntStream.range(0, a.length)
                .filter(i -> a[i] != b[i])
                .count();
    }

    private static int[] labels(Images images) {
        return java.util.stream.IntStream.range(0, images.size())
                .map(images::label)
                .toArray();
    }
}
