package savanna.tasks.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.gemm.Gemm;

/**
 * A pre-norm Transformer layer: {@code x += attention(norm(x)); x += mlp(norm(x))} with a GELU. Activations are width
 * rows over positions x examples.
 */
final class Block {
    private final int width;
    private final int hidden;
    private final LayerNorm attentionNorm;
    private final LayerNorm mlpNorm;
    private final Dense project;
    private final Dense merge;
    private final Dense expand;
    private final Dense contract;
    private final Attention attention;
    private final Attention.Trace trace;
    private final float[] attentionInput;
    private final float[] qkv;
    private final float[] attended;
    private final float[] mlpInput;
    private final float[] derivatives;
    private final float[] activated;
    private final Scratch scratch;

    /** Buffers for gradients that blocks share. */
    static final class Scratch {
        private final float[] narrow;
        private final float[] wide;

        Scratch(int width, int hidden, int columns) {
            narrow = new float[width * columns];
            wide = new float[Math.max(3 * width, hidden) * columns];
        }
    }

    Block(
            ParameterLayout.Builder layout,
            String name,
            int width,
            int hidden,
            Attention attention,
            Scratch scratch,
            int columns,
            Gemm gemm) {
        this.width = width;
        this.hidden = hidden;
        this.attention = attention;
        this.scratch = scratch;
        attentionNorm = new LayerNorm(width, layout.size(), columns);
        layout.add(name + ".attention-norm.gain", width).add(name + ".attention-norm.offset", width);
        project = new Dense(layout, name + ".attention.qkv", width, 3 * width, gemm);
        merge = new Dense(layout, name + ".attention.out", width, width, gemm);
        mlpNorm = new LayerNorm(width, layout.size(), columns);
        layout.add(name + ".mlp-norm.gain", width).add(name + ".mlp-norm.offset", width);
        expand = new Dense(layout, name + ".mlp.expand", width, hidden, gemm);
        contract = new Dense(layout, name + ".mlp.contract", hidden, width, gemm);
        trace = attention.newTrace(columns);
        attentionInput = new float[(width + 1) * columns];
        qkv = new float[3 * width * columns];
        attended = new float[(width + 1) * columns];
        mlpInput = new float[(width + 1) * columns];
        derivatives = new float[hidden * columns];
        activated = new float[(hidden + 1) * columns];
    }

    /** Weights that write to the residual stream are smaller the more blocks there are, as in GPT-2. */
    void initialize(float[] weights, int blocks, RandomGenerator random) {
        attentionNorm.initialize(weights);
        mlpNorm.initialize(weights);
        project.initialize(weights, 1, random);
        merge.initialize(weights, 1.0 / (2 * blocks), random);
        expand.initialize(weights, 2, random);
        contract.initialize(weights, 1.0 / (2 * blocks), random);
    }

    /** Changes x, width rows of n = positions x batch floats, in place. */
    void forward(float[] weights, float[] x, int n, int batch) {
        attentionNorm.forward(weights, x, n, attentionInput);
        ones(attentionInput, width, n);
        project.forward(weights, attentionInput, n, 0f, qkv);
        attention.forward(qkv, n, batch, trace, attended);
        ones(attended, width, n);
        merge.forward(weights, attended, n, 1f, x);
        mlpNorm.forward(weights, x, n, mlpInput);
        ones(mlpInput, width, n);
        float[] preactivation = derivatives;
        expand.forward(weights, mlpInput, n, 0f, preactivation);
        Activation.GELU.forward(preactivation, activated, hidden * n);
        ones(activated, hidden, n);
        contract.forward(weights, activated, n, 1f, x);
    }

    /** Changes dx, the gradient by this block's result, into that by its input. */
    void backward(float[] weights, float[] dx, int n, int batch, float[] gradient) {
        contract.backwardParameters(activated, dx, n, gradient);
        contract.backwardInput(weights, dx, n, scratch.wide);
        Vectors.multiply(scratch.wide, derivatives, 0, hidden * n);
        expand.backwardParameters(mlpInput, scratch.wide, n, gradient);
        expand.backwardInput(weights, scratch.wide, n, scratch.narrow);
        mlpNorm.backward(weights, scratch.narrow, n, gradient, dx);
        merge.backwardParameters(attended, dx, n, gradient);
        merge.backwardInput(weights, dx, n, scratch.narrow);
        attention.backward(n, batch, trace, scratch.narrow, scratch.wide);
        project.backwardParameters(attentionInput, scratch.wide, n, gradient);
        project.backwardInput(weights, scratch.wide, n, scratch.narrow);
        attentionNorm.backward(weights, scratch.narrow, n, gradient, dx);
    }

    /** The row of ones that carries the bias; its place depends on n, so it is set again each time. */
    static void ones(float[] rows, int width, int n) {
        Arrays.fill(rows, width * n, (width + 1) * n, 1f);
    }
}
