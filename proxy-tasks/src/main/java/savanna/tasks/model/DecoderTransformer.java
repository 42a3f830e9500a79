package savanna.tasks.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

/**
 * A decoder Transformer that predicts the next token: learned embeddings of tokens and positions, causal pre-norm
 * layers, an output layer of its own. Columns run over positions, and within a position over the examples.
 */
public final class DecoderTransformer implements Model {
    /** Channels that are gathered together: a cache line of a token's embedding. */
    private static final int CHANNELS = 16;

    private final int width;
    private final int context;
    private final int vocabulary;
    private final int positionsAt;
    private final TransformerStack stack;
    private final Dense head;
    private final SoftmaxCrossEntropy loss;
    private final ParameterLayout layout;
    private final float[] x;
    private final float[] dx;
    private final float[] result;
    private final float[] logits;
    private final int[] tokens;
    private final int[] targets;

    /** @param batch most examples in a batch */
    public DecoderTransformer(Shape.Tokens shape, TransformerSize size, int batch, Gemm gemm) {
        width = size.width();
        context = shape.context();
        vocabulary = shape.vocabulary();
        ParameterLayout.Builder builder = ParameterLayout.builder().add("embedding", vocabulary, width);
        positionsAt = builder.size();
        builder.add("positions", context, width);
        stack = new TransformerStack(builder, size, context, batch, true, gemm);
        head = new Dense(builder, "head", width, vocabulary, gemm);
        loss = new SoftmaxCrossEntropy(vocabulary);
        layout = builder.build();
        int columns = context * batch;
        x = new float[width * columns];
        dx = new float[width * columns];
        result = new float[(width + 1) * columns];
        logits = new float[vocabulary * columns];
        tokens = new int[columns];
        targets = new int[columns];
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * Embeddings normal with deviation 0.1, which is 1 after the first normalisation; other matrices with variance 1 /
     * inputs, as {@link Block} says.
     */
    @Override
    public void initialize(float[] weights, RandomGenerator random) {
        for (int i = 0; i < positionsAt + context * width; i++) {
            weights[i] = (float) (random.nextGaussian() * 0.1);
        }
        stack.initialize(weights, random);
        head.initialize(weights, 1, random);
    }

    @Override
    public double gradient(float[] weights, Batch batch, float[] gradient) {
        int n = forward(weights, batch);
        double mean = loss.gradient(logits, n, targets);
        float[] dResult = x;
        head.backwardParameters(result, logits, n, gradient);
        head.backwardInput(weights, logits, n, dResult);
        stack.backward(weights, dResult, n, batch.size(), gradient, dx);
        Arrays.fill(gradient, 0, positionsAt + context * width, 0f);
        for (int channel = 0; channel < width; channel += CHANNELS) {
            scatter(gradient, channel, Math.min(width, channel + CHANNELS), n, batch.size());
        }
        return mean;
    }

    @Override
    public Score score(float[] weights, Batch batch) {
        return loss.score(logits, forward(weights, batch), targets);
    }

    private int forward(float[] weights, Batch batch) {
        int examples = batch.size();
        int n = context * examples;
        for (int example = 0; example < examples; example++) {
            for (int position = 0; position < context; position++) {
                tokens[position * examples + example] = batch.tokens()[example * context + position];
                targets[position * examples + example] = batch.targets()[example * context + position];
            }
        }
        for (int channel = 0; channel < width; channel += CHANNELS) {
            gather(weights, channel, Math.min(width, channel + CHANNELS), n, examples);
        }
        stack.forward(weights, x, n, examples, result);
        head.forward(weights, result, n, 0f, logits);
        return n;
    }

    private void gather(float[] weights, int from, int to, int n, int examples) {
        for (int column = 0; column < n; column++) {
            int token = tokens[column] * width;
            int position = positionsAt + column / examples * width;
            for (int c = from; c < to; c++) {
                x[c * n + column] = weights[token + c] + weights[position + c];
            }
        }
    }

    private void scatter(float[] gradient, int from, int to, int n, int examples) {
        for (int column = 0; column < n; column++) {
            int token = tokens[column] * width;
            int position = positionsAt + column / examples * width;
            for (int c = from; c < to; c++) {
                gradient[token + c] += dx[c * n + column];
                gradient[position + c] += dx[c * n + column];
            }
        }
    }
}
