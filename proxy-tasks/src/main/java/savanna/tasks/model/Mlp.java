package savanna.tasks.model;

import java.util.List;
import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

/**
 * A multilayer perceptron: {@code h = f(W' x + b)} for each hidden layer, and from the last logits of the classes, or a
 * real number.
 *
 * <p>The features of an example are a row, as the batch has them; activations are columns, which OpenBLAS multiplies
 * faster than rows where inputs are many. Both end in a 1, and the bias follows its weight matrix (in x out) in the
 * flat vector, so that one gemm a layer does both, forward and backward.
 */
public final class Mlp implements Model {
    private final int[] widths;
    private final int[] offsets;
    private final Activation activation;
    private final Gemm gemm;
    private final ParameterLayout layout;
    /** Inputs of layer l above 0, width + 1 rows, and the derivatives of the activation there. */
    private final float[][] after;

    private final float[][] derivatives;
    private final float[][] gradients;
    /** A row for each output. */
    private final float[] outputs;

    private final Head head;

    /**
     * @param hidden widths of the hidden layers; may be empty
     * @param batch most examples in a batch
     */
    public Mlp(Shape.Row shape, List<Integer> hidden, Activation activation, int batch, Gemm gemm) {
        this.activation = activation;
        this.gemm = gemm;
        widths = new int[hidden.size() + 2];
        widths[0] = shape.features();
        for (int l = 0; l < hidden.size(); l++) {
            if (hidden.get(l) < 1) {
                throw new IllegalArgumentException(
                        "a hidden layer of width " + hidden.get(l) + "; expected at least 1");
            }
            widths[l + 1] = hidden.get(l);
        }
        widths[widths.length - 1] = shape.outputs();
        ParameterLayout.Builder builder = ParameterLayout.builder();
        int layers = widths.length - 1;
        offsets = new int[layers];
        derivatives = new float[layers][];
        after = new float[layers][];
        gradients = new float[layers][];
        for (int l = 0; l < layers; l++) {
            offsets[l] = builder.size();
            builder.add("layer" + (l + 1) + ".weight", widths[l], widths[l + 1])
                    .add("layer" + (l + 1) + ".bias", widths[l + 1]);
            int length = l == 0 ? 0 : batch * (widths[l] + 1);
            derivatives[l] = new float[length];
            after[l] = new float[length];
            gradients[l] = new float[length];
        }
        layout = builder.build();
        outputs = new float[batch * shape.outputs()];
        head = Head.of(shape);
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    /** Normal with variance 2 / inputs for hidden layers (He et al. 2015), 1 / inputs for the last; biases zero. */
    @Override
    public void initialize(float[] weights, RandomGenerator random) {
        for (int l = 0; l < offsets.length; l++) {
            double deviation = Math.sqrt((l < offsets.length - 1 ? 2.0 : 1.0) / widths[l]);
            for (int i = 0; i < widths[l] * widths[l + 1]; i++) {
                weights[offsets[l] + i] = (float) (random.nextGaussian() * deviation);
            }
        }
    }

    @Override
    public double gradient(float[] weights, Batch batch, float[] gradient) {
        int n = batch.size();
        forward(weights, batch);
        double mean = head.gradient(outputs, batch);
        float[] output = outputs;
        for (int l = offsets.length - 1; l >= 0; l--) {
            int in = widths[l];
            int out = widths[l + 1];
            if (l == 0) {
                gemm.multiply(
                        true,
                        true,
                        in + 1,
                        out,
                        n,
                        batch.features(),
                        0,
                        in + 1,
                        output,
                        0,
                        n,
                        0f,
                        gradient,
                        offsets[l],
                        out);
            } else {
                gemm.multiply(false, true, in + 1, out, n, after[l], 0, n, output, 0, n, 0f, gradient, offsets[l], out);
                gemm.multiply(false, false, in, n, out, weights, offsets[l], out, output, 0, n, 0f, gradients[l], 0, n);
                Vectors.multiply(gradients[l], derivatives[l], 0, in * n);
                output = gradients[l];
            }
        }
        return mean;
    }

    @Override
    public Score score(float[] weights, Batch batch) {
        forward(weights, batch);
        return head.score(outputs, batch);
    }

    private void forward(float[] weights, Batch batch) {
        int n = batch.size();
        for (int l = 0; l < offsets.length; l++) {
            int in = widths[l];
            int out = widths[l + 1];
            boolean last = l == offsets.length - 1;
            float[] output = last ? outputs : derivatives[l + 1];
            if (l == 0) {
                gemm.multiply(
                        true,
                        true,
                        out,
                        n,
                        in + 1,
                        weights,
                        offsets[l],
                        out,
                        batch.features(),
                        0,
                        in + 1,
                        0f,
                        output,
                        0,
                        n);
            } else {
                gemm.multiply(true, false, out, n, in + 1, weights, offsets[l], out, after[l], 0, n, 0f, output, 0, n);
            }
            if (!last) {
                activation.forward(output, after[l + 1], out * n);
                Block.ones(after[l + 1], out, n);
            }
        }
    }
}
