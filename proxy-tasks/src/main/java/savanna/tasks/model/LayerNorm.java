package savanna.tasks.model;

import java.util.Arrays;

/**
 * Layer normalisation (Ba et al. 2016) of columns: channels are rows of n floats. Keeps what its backward pass needs.
 *
 * <p>In the flat parameters stand the gains, then the offsets, one a channel each.
 */
final class LayerNorm {
    private static final float EPSILON = 1e-5f;

    private final int width;
    private final int at;
    private final float[][] normalised;
    private final float[][] scaled;
    private final float[] inverseDeviation;
    private final float[] first;
    private final float[] second;
    private final float[] row;

    /**
     * @param at index of the gains in the flat parameters
     * @param columns most columns
     */
    LayerNorm(int width, int at, int columns) {
        this.width = width;
        this.at = at;
        normalised = new float[width][columns];
        scaled = new float[width][columns];
        inverseDeviation = new float[columns];
        first = new float[columns];
        second = new float[columns];
        row = new float[columns];
    }

    /** Sets the gains to one. */
    void initialize(float[] weights) {
        Arrays.fill(weights, at, at + width, 1f);
    }

    /** @param x width rows of n floats @param y receives as many */
    void forward(float[] weights, float[] x, int n, float[] y) {
        float[] mean = first;
        Arrays.fill(mean, 0, n, 0f);
        for (int c = 0; c < width; c++) {
            System.arraycopy(x, c * n, normalised[c], 0, n);
            Vectors.add(mean, normalised[c], 0, n);
        }
        Vectors.scale(mean, 1f / width, 0, n);
        Arrays.fill(inverseDeviation, 0, n, 0f);
        for (int c = 0; c < width; c++) {
            centre(normalised[c], mean, inverseDeviation, n);
        }
        inverseDeviation(inverseDeviation, width, n);
        for (int c = 0; c < width; c++) {
            normalise(normalised[c], inverseDeviation, row, weights[at + c], weights[at + width + c], n);
            System.arraycopy(row, 0, y, c * n, n);
        }
    }

    /**
     * @param dy gradient by the output: width rows of n floats
     * @param dx gradient by the input; added to
     */
    void backward(float[] weights, float[] dy, int n, float[] gradient, float[] dx) {
        Arrays.fill(first, 0, n, 0f);
        Arrays.fill(second, 0, n, 0f);
        for (int c = 0; c < width; c++) {
            float[] g = scaled[c];
            System.arraycopy(dy, c * n, g, 0, n);
            gradient[at + c] = Vectors.dot(g, normalised[c], n);
            gradient[at + width + c] = Vectors.sum(g, 0, n);
            scale(g, weights[at + c], normalised[c], first, second, n);
        }
        Vectors.scale(first, 1f / width, 0, n);
        Vectors.scale(second, 1f / width, 0, n);
        for (int c = 0; c < width; c++) {
            System.arraycopy(dx, c * n, row, 0, n);
            addGradient(row, scaled[c], normalised[c], first, second, inverseDeviation, n);
            System.arraycopy(row, 0, dx, c * n, n);
        }
    }

    private static void centre(float[] x, float[] mean, float[] squares, int n) {
        for (int i = 0; i < n; i++) {
            float centred = x[i] - mean[i];
            x[i] = centred;
            squares[i] += centred * centred;
        }
    }

    private static void inverseDeviation(float[] squares, int width, int n) {
        float share = 1f / width;
        for (int i = 0; i < n; i++) {
            squares[i] = 1f / (float) Math.sqrt(squares[i] * share + EPSILON);
        }
    }

    private static void normalise(float[] x, float[] inverseDeviation, float[] y, float gain, float offset, int n) {
        for (int i = 0; i < n; i++) {
            float normalised = x[i] * inverseDeviation[i];
            x[i] = normalised;
            y[i] = normalised * gain + offset;
        }
    }

    /** {@code g *= gain}, summed as it is and times the normalised input. */
    private static void scale(float[] g, float gain, float[] normalised, float[] sum, float[] projection, int n) {
        for (int i = 0; i < n; i++) {
            float scaled = g[i] * gain;
            g[i] = scaled;
            sum[i] += scaled;
            projection[i] += scaled * normalised[i];
        }
    }

    private static void addGradient(
            float[] dx,
            float[] g,
            float[] normalised,
            float[] mean,
            float[] projection,
            float[] inverseDeviation,
            int n) {
        for (int i = 0; i < n; i++) {
            dx[i] += inverseDeviation[i] * (g[i] - mean[i] - normalised[i] * projection[i]);
        }
    }
}
