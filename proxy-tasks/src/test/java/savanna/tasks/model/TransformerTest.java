package savanna.tasks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Digits;
import savanna.tasks.data.Images;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

class TransformerTest {
    private static final int EXAMPLES = 3;

    private static Stream<TransformerSize> sizes() {
        return Stream.of(
                new TransformerSize(8, 2, 1, 4), new TransformerSize(18, 3, 2, 2), new TransformerSize(5, 1, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldHaveTheGradientOfTheLossOfADecoder(TransformerSize size) {
        Shape.Tokens shape = new Shape.Tokens(6, 11);
        DecoderTransformer model = new DecoderTransformer(shape, size, EXAMPLES + 1, Gemm.create());
        Batch batch = text(shape, EXAMPLES);
        Gradients.check(model, batch, Gradients.randomWeights(model, 0.5), weights -> {
            Function<String, double[]> leaf = leaves(model.layout(), weights);
            ReferenceTransformer reference = new ReferenceTransformer(leaf, size, true);
            double loss = 0;
            for (int example = 0; example < EXAMPLES; example++) {
                double[][] x = new double[shape.context()][size.width()];
                for (int t = 0; t < x.length; t++) {
                    for (int c = 0; c < size.width(); c++) {
                        x[t][c] = leaf.apply("embedding")[batch.tokens()[example * x.length + t] * size.width() + c]
                                + leaf.apply("positions")[t * size.width() + c];
                    }
                }
                double[][] result = reference.apply(x);
                for (int t = 0; t < x.length; t++) {
                    loss += Reference.crossEntropy(
                            reference.linear(result[t], "head"), batch.targets()[example * x.length + t]);
                }
            }
            return loss / (EXAMPLES * shape.context());
        });
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldHaveTheGradientOfTheLossOfAVisionTransformer(TransformerSize size) {
        Images digits = Digits.read();
        for (int patch : new int[] {2, 4}) {
            VisionTransformer model = new VisionTransformer(digits.shape(), patch, size, EXAMPLES + 1, Gemm.create());
            Batch batch = new Batch(digits.shape(), EXAMPLES + 1);
            digits.fill(batch, new int[] {7, 20, 33}, 0, EXAMPLES);
            Gradients.check(model, batch, Gradients.randomWeights(model, 0.5), weights -> {
                Function<String, double[]> leaf = leaves(model.layout(), weights);
                ReferenceTransformer reference = new ReferenceTransformer(leaf, size, false);
                double loss = 0;
                for (int example = 0; example < EXAMPLES; example++) {
                    double[][] result =
                            reference.apply(embedded(batch, example, patch, reference, leaf.apply("positions")));
                    double[] mean = new double[size.width()];
                    for (double[] row : result) {
                        for (int c = 0; c < mean.length; c++) {
                            mean[c] += row[c] / result.length;
                        }
                    }
                    loss += Reference.crossEntropy(reference.linear(mean, "head"), batch.targets()[example]);
                }
                return loss / EXAMPLES;
            });
        }
    }

    @Test
    void shouldGiveTheSameBitsForABatchWhateverWasInTheBuffers() {
        Shape.Tokens shape = new Shape.Tokens(5, 9);
        DecoderTransformer model = new DecoderTransformer(shape, new TransformerSize(8, 2, 2, 2), 4, Gemm.create());
        float[] weights = new float[model.layout().size()];
        model.initialize(weights, new SplittableRandom(1));
        float[] first = new float[weights.length];
        float[] again = new float[weights.length];
        Batch two = text(shape, 2);
        double loss = model.gradient(weights, two, first);
        model.gradient(weights, text(shape, 4), again);
        assertThat(model.gradient(weights, two, again)).isEqualTo(loss);
        assertThat(again).isEqualTo(first);
    }

    @Test
    void shouldRefuseHeadsThatDoNotDivideTheWidth() {
        assertThatThrownBy(() -> new TransformerSize(10, 3, 1, 4)).hasMessageContaining("width 10, 3 heads");
    }

    private static double[][] embedded(
            Batch batch, int example, int patch, ReferenceTransformer reference, double[] positions) {
        int across = 8 / patch;
        double[][] x = new double[across * across][];
        for (int t = 0; t < x.length; t++) {
            double[] pixels = new double[patch * patch];
            for (int i = 0; i < pixels.length; i++) {
                int row = t / across * patch + i / patch;
                int column = t % across * patch + i % patch;
                pixels[i] = batch.features()[example * batch.featureStride() + row * 8 + column];
            }
            x[t] = reference.linear(pixels, "embedding");
            for (int c = 0; c < x[t].length; c++) {
                x[t][c] += positions[t * x[t].length + c];
            }
        }
        return x;
    }

    private static Function<String, double[]> leaves(ParameterLayout layout, double[] weights) {
        Map<String, double[]> leaves = new HashMap<>();
        layout.leaves()
                .forEach(leaf -> leaves.put(
                        leaf.name(), Arrays.copyOfRange(weights, leaf.offset(), leaf.offset() + leaf.length())));
        return leaves::get;
    }

    private static Batch text(Shape.Tokens shape, int examples) {
        return TokenBatches.random(shape, examples, 4);
    }
}
