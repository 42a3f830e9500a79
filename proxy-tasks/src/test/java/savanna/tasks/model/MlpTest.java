package savanna.tasks.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Digits;
import savanna.tasks.data.Images;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

class MlpTest {
    private static final int[] INDICES = {3, 1, 4, 15, 9, 26, 5};

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldHaveTheGradientOfItsLoss(Activation activation) {
        Images digits = Digits.read();
        for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(12), List.of(9, 7))) {
            Mlp mlp = new Mlp(digits.shape(), hidden, activation, 8, Gemm.create());
            Batch batch = new Batch(digits.shape(), 8);
            digits.fill(batch, INDICES, 0, INDICES.length);
            Gradients.check(
                    mlp,
                    batch,
                    Gradients.randomWeights(mlp, 0.4),
                    weights -> loss(weights, batch, digits.shape(), hidden, activation));
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void shouldCountWhatIsClassifiedRight(Activation activation) {
        Images digits = Digits.read();
        Mlp mlp = new Mlp(digits.shape(), List.of(4), activation, 8, Gemm.create());
        Batch batch = new Batch(digits.shape(), 8);
        digits.fill(batch, INDICES, 0, INDICES.length);
        float[] weights = new float[mlp.layout().size()];
        weights[weights.length - 10 + digits.label(4)] = 1;
        long expected = java.util.Arrays.stream(INDICES)
                .filter(index -> digits.label(index) == digits.label(4))
                .count();
        assertThat(mlp.score(weights, batch).correct()).isEqualTo((int) expected);
    }

    private static double loss(
            double[] weights, Batch batch, Shape.Image shape, List<Integer> hidden, Activation activation) {
        double loss = 0;
        for (int example = 0; example < batch.size(); example++) {
            double[] input = new double[shape.features()];
            for (int i = 0; i < input.length; i++) {
                input[i] = batch.features()[example * batch.featureStride() + i];
            }
            int at = 0;
            for (int layer = 0; layer <= hidden.size(); layer++) {
                boolean last = layer == hidden.size();
                double[] output = new double[last ? shape.classes() : hidden.get(layer)];
                for (int j = 0; j < output.length; j++) {
                    output[j] = weights[at + input.length * output.length + j];
                    for (int i = 0; i < input.length; i++) {
                        output[j] += input[i] * weights[at + i * output.length + j];
                    }
                    output[j] = last ? output[j] : Reference.activate(output[j], activation);
                }
                at += (input.length + 1) * output.length;
                input = output;
            }
            loss += Reference.crossEntropy(input, batch.targets()[example]);
        }
        return loss / batch.size();
    }
}
