package savanna.search.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;
import savanna.tasks.GradientSample;

class UpdateSizeTest {

    /** A matrix of 8 x 24 and a vector of 24. */
    private static final ParameterLayout LAYOUT =
            ParameterLayout.builder().add("matrix", 8, 24).add("bias", 24).build();

    private static final UpdateSize SIZES = new UpdateSize(sample(), 3, 40);
    private static final Program GRADIENT = update("g");

    private static GradientSample sample() {
        Random random = new Random(1);
        List<GradientSample.Moment> moments = IntStream.range(0, 60)
                .mapToObj(step -> new GradientSample.Moment(values(random), values(random), 1))
                .toList();
        return new GradientSample(LAYOUT, moments);
    }

    private static FloatBuffer values(Random random) {
        float[] values = new float[LAYOUT.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatBuffer.wrap(values);
    }

    private static Program update(String expression) {
        return Program.parse("def train(w, g, m, v, lr):\n  update = " + expression + "\n  return update, m, v");
    }

    /** Gradients have size 1; the two norms are some sqrt(192) and sqrt(24), that of the model sqrt(216). */
    @ParameterizedTest
    @CsvSource({
        "g / norm(g), 0.0962",
        "g / global_norm(g), 0.0680",
        "'clip_by_global_norm(g, 1.0)', 0.0680",
        "sign(g) * norm(g), 13.2"
    })
    void shouldMeasureFunctionsOfWholeArraysOnWholeArrays(String expression, double size) {
        assertThat(update(expression).looksAtArrays()).isTrue();
        double factor = SIZES.factorsTo(GRADIENT).applyAsDouble(update(expression));
        assertThat(factor).isCloseTo(1 / size, withinPercentage(10));
        assertThat(SIZES.factorsTo(update(expression)).applyAsDouble(GRADIENT)).isCloseTo(size, withinPercentage(10));
    }

    /** An orthogonal matrix of 8 x 24 has elements of 1 / sqrt(24), a vector of length 1 too. */
    @Test
    void shouldGiveMatricesTheirShape() {
        assertThat(SIZES.factorsTo(GRADIENT).applyAsDouble(update("orthogonalize(g)")))
                .isCloseTo(Math.sqrt(24), withinPercentage(20));
    }

    @Test
    void shouldLookAtAFewParametersOfWhatIsComputedElementByElement() {
        assertThat(update("sign(g) * 0.01").looksAtArrays()).isFalse();
        assertThat(SIZES.factorsTo(update("sign(g)")).applyAsDouble(update("sign(g) * 0.01")))
                .isCloseTo(100, withinPercentage(1));
    }
}
