package savanna.tasks.model;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;
import savanna.tasks.gemm.Gemm;

/**
 * A vision Transformer (Dosovitskiy et al. 2021) with pre-norm layers, learned positions, and the mean over patches in
 * place of a class token. Columns run over patches, and within a patch over the examples.
 */
public final class VisionTransformer implements Model {
    private final Shape.Image shape;
    private final int patch;
    private final int width;
    private final int patches;
    private final int positionsAt;
    private final Dense embedding;
    private final TransformerStack stack;
    private final Dense head;
    private final SoftmaxCrossEntropy loss;
    private final ParameterLayout layout;
    private final float[] pixels;
    private final float[] x;
    private final float[] dx;
    private final float[] result;
    private final float[] pooled;
    private final float[] dPooled;
    private final float[] logits;

    /**
     * @param patch side of a square patch, in pixels; divides height and width of the image
     * @param batch most examples in a batch
     */
    public VisionTransformer(Shape.Image shape, int patch, TransformerSize size, int batch, Gemm gemm) {
        if (patch < 1 || shape.height() % patch != 0 || shape.width() % patch != 0) {
            throw new IllegalArgumentException("patches of " + patch + " pixels in images of " + shape.height() + " x "
                    + shape.width() + "; expected a divisor of both");
        }
        this.shape = shape;
        this.patch = patch;
        width = size.width();
        patches = shape.features() / (patch * patch);
        ParameterLayout.Builder builder = ParameterLayout.builder();
        embedding = new Dense(builder, "embedding", patch * patch, width, gemm);
        positionsAt = builder.size();
        builder.add("positions", patches, width);
        stack = new TransformerStack(builder, size, patches, batch, false, gemm);
        head = new Dense(builder, "head", width, shape.classes(), gemm);
        loss = new SoftmaxCrossEntropy(shape.classes());
        layout = builder.build();
        int columns = patches * batch;
        pixels = new float[(patch * patch + 1) * columns];
        x = new float[width * columns];
        dx = new float[width * columns];
        result = new float[(width + 1) * columns];
        pooled = new float[(width + 1) * batch];
        dPooled = new float[width * batch];
        logits = new float[shape.classes() * batch];
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public void initialize(float[] weights, RandomGenerator random) {
        embedding.initialize(weights, 1, random);
        for (int i = 0; i < patches * width; i++) {
            weights[positionsAt + i] = (float) (random.nextGaussian() * 0.1);
        }
        stack.initialize(weights, random);
        head.initialize(weights, 1, random);
    }

    @Override
    public double gradient(float[] weights, Batch batch, float[] gradient) {
        int examples = batch.size();
        int n = forward(weights, batch);
        double mean = loss.gradient(logits, examples, batch.targets());
        head.backwardParameters(pooled, logits, examples, gradient);
        head.backwardInput(weights, logits, examples, dPooled);
        float[] dResult = x;
        Vectors.scale(dPooled, 1f / patches, 0, width * examples);
        for (int row = 0; row < width * patches; row++) {
            System.arraycopy(dPooled, row / patches * examples, dResult, row * examples, examples);
        }
        stack.backward(weights, dResult, n, examples, gradient, dx);
        embedding.backwardParameters(pixels, dx, n, gradient);
        for (int c = 0; c < width; c++) {
            for (int position = 0; position < patches; position++) {
                int from = (c * patches + position) * examples;
                gradient[positionsAt + position * width + c] = Vectors.sum(dx, from, from + examples);
            }
        }
        return mean;
    }

    @Override
    public Score score(float[] weights, Batch batch) {
        forward(weights, batch);
        return loss.score(logits, batch.size(), batch.targets());
    }

    private int forward(float[] weights, Batch batch) {
        int examples = batch.size();
        int n = patches * examples;
        cut(batch, examples, n);
        for (int c = 0; c < width; c++) {
            for (int position = 0; position < patches; position++) {
                int from = (c * patches + position) * examples;
                Arrays.fill(x, from, from + examples, weights[positionsAt + position * width + c]);
            }
        }
        embedding.forward(weights, pixels, n, 1f, x);
        stack.forward(weights, x, n, examples, result);
        Arrays.fill(pooled, 0, width * examples, 0f);
        for (int row = 0; row < width * patches; row++) {
            int to = row / patches * examples;
            for (int example = 0; example < examples; example++) {
                pooled[to + example] += result[row * examples + example];
            }
        }
        Vectors.scale(pooled, 1f / patches, 0, width * examples);
        Block.ones(pooled, width, examples);
        head.forward(weights, pooled, examples, 0f, logits);
        return n;
    }

    /** Pixels of all patches: a row for each place within a patch, and a row of ones. */
    private void cut(Batch batch, int examples, int n) {
        int across = shape.width() / patch;
        for (int within = 0; within < patch * patch; within++) {
            for (int position = 0; position < patches; position++) {
                int y = position / across * patch + within / patch;
                int feature = y * shape.width() + position % across * patch + within % patch;
                int to = within * n + position * examples;
                for (int example = 0; example < examples; example++) {
                    pixels[to + example] = batch.features()[example * batch.featureStride() + feature];
                }
            }
        }
        Block.ones(pixels, patch * patch, n);
    }
}
