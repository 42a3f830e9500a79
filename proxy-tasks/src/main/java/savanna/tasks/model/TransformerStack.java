package savanna.tasks.model;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.gemm.Gemm;

/** Transformer layers one after the other, then a last normalisation. */
final class TransformerStack {
    private final int width;
    private final Block[] blocks;
    private final LayerNorm norm;

    TransformerStack(
            ParameterLayout.Builder layout, TransformerSize size, int positions, int batch, boolean causal, Gemm gemm) {
        int columns = positions * batch;
        width = size.width();
        int hidden = size.expansion() * width;
        Attention attention = new Attention(size.heads(), width / size.heads(), positions, columns, causal);
        Block.Scratch scratch = new Block.Scratch(width, hidden, columns);
        blocks = IntStream.rangeClosed(1, size.layers())
                .mapToObj(layer -> new Block(layout, "layer" + layer, width, hidden, attention, scratch, columns, gemm))
                .toArray(Block[]::new);
        norm = new LayerNorm(width, layout.size(), columns);
        layout.add("norm.gain", width).add("norm.offset", width);
    }

    void initialize(float[] weights, RandomGenerator random) {
        for (Block block : blocks) {
            block.initialize(weights, blocks.length, random);
        }
        norm.initialize(weights);
    }

    /** @param x width rows of n floats; lost @param result width + 1 rows, the last of ones */
    void forward(float[] weights, float[] x, int n, int batch, float[] result) {
        for (Block block : blocks) {
            block.forward(weights, x, n, batch);
        }
        norm.forward(weights, x, n, result);
        Block.ones(result, width, n);
    }

    /** @param dResult gradient by the result @param dx receives the gradient by the input */
    void backward(float[] weights, float[] dResult, int n, int batch, float[] gradient, float[] dx) {
        java.util.Arrays.fill(dx, 0, width * n, 0f);
        norm.backward(weights, dResult, n, gradient, dx);
        for (int i = blocks.length - 1; i >= 0; i--) {
            blocks[i].backward(weights, dx, n, batch, gradient);
        }
    }
}
