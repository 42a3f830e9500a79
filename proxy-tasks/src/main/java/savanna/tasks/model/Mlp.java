package savanna.tasks.model;

import java.util.List;
import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

/**
 * A multilayer perceptron with softmax cross-entropy: {@code h = f(x W + b)} for each hidden layer, and logits from the last.
 *
 * <p>Rows of activations end in a 1, and the bias follows its weight matrix (in x out) in the flat vector, so that one gemm a layer does both, forward and
 * backward.
 */
public final class Mlp implements Model {
    private final int[] widths;
    private final int[] offsets;
    private final Activation activation;
    private final Gemm gemm;
    private final ParameterLayout layout;
    /** Inputs of layer l above 0, and the derivatives of the activation there; stride is the width and 1. */
    private final float[][] after;
    private final float[][] derivatives;
    private final float[][] gradients;
    /** A row for each class. */
    private final float[] logits;
    private final SoftmaxCrossEntropy loss;

    /**
     * @param hidden widths of the hidden layers; may be empty
     * @param batch  most examples in a batch
     */
    public Mlp(Shape.Image shape, List<Integer> hidden, Activation activation, int batch, Gemm gemm) {
        this.activation = activation;
        this.gemm = gemm;
        widths = new int[hidden.size() + 2];
        widths[0] = shape.features();
        for (int l = 0; l < hidden.size(); l++) {
            if (hidden.get(l) < 1) {
                throw new IllegalArgumentException("a hidden layer of width " + hidden.get(l) + "; expected at least 1");
            }
            widths[l + 1] = hidden.get(l);
        }
        widths[widths.length - 1] = shape.classes();
        ParameterLayout.Builder builder = ParameterLayout.builder();
        int layers = widths.length - 1;
        offsets = new int[layers];
        derivatives = new float[layers][];
        after = new float[layers][];
        gradients = new float[layers][];
        for (int l = 0; l < layers; l++) {
            offsets[l] = builder.size();
            builder.add("layer" + (l + 1) + ".weight", widths[l], widths[l + 1]).add("layer" + (l + 1) + ".bias", widths[l + 1]);
            int length = l == 0 ? 0 : batch * (widths[l] + 1);
            derivatives[l] = new float[length];
            after[l] = new float[length];
            gradients[l] = new float[length];
        }
        layout = builder.build();
        logits = new float[batch * shape.classes()];
        loss = new SoftmaxCrossEntropy(shape.classes());
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
        int rows = batch.size();
        forward(weights, batch);
        double mean = loss.gradient(logits, rows, batch.targets());
        float[] output = logits;
        int outputStride = rows;
        for (int l = offsets.length - 1; l >= 0; l--) {
            boolean last = l == offsets.length - 1;
            int in = widths[l];
            int out = widths[l + 1];
            float[] input = l == 0 ? batch.features() : after[l];
            gemm.multiply(true, last, in + 1, out, rows, input, 0, in + 1, output, 0, outputStride, 0f, gradient, offsets[l], out);
            if (l > 0) {
                gemm.multiply(last, true, rows, in, out, output, 0, outputStride, weights, offsets[l], out, 0f, gradients[l], 0, in + 1);
                Vectors.multiply(gradients[l], derivatives[l], 0, rows * (in + 1));
                output = gradients[l];
                outputStride = in + 1;
            }
        }
        return mean;
    }

    @Override
    public Score score(float[] weights, Batch batch) {
        forward(weights, batch);
        return loss.score(logits, batch.size(), batch.targets());
    }

    private void forward(float[] weights, Batch batch) {
        int rows = batch.size();
        float[] input = batch.features();
        for (int l = 0; l < offsets.length; l++) {
            int in = widths[l];
            int out = widths[l + 1];
            if (l == offsets.length - 1) {
                gemm.multiply(true, true, out, rows, in + 1, weights, offsets[l], out, input, 0, in + 1, 0f, logits, 0, rows);
            } else {
                gemm.multiply(false, false, rows, out, in + 1, input, 0, in + 1, weights, offsets[l], out, 0f, derivatives[l + 1], 0, out + 1);
                activation.forward(derivatives[l + 1], after[l + 1], rows * (out + 1));
                for (int i = out; i < rows * (out + 1); i += out + 1) {
                    after[l + 1][i] = 1;
                }
                input = after[l + 1];
            }
        }
    }
}
