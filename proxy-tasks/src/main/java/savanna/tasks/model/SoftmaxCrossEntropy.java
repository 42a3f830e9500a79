package savanna.tasks.model;

import java.util.Arrays;

/**
 * Cross-entropy of a softmax over columns of logits, and its gradient; a block of columns at a time, with a row for
 * each class.
 */
final class SoftmaxCrossEntropy {
    private static final int BLOCK = 128;
    /**
     * Sums that are multiplied before the logarithm is taken: sixteen numbers of at most 2^31 are far from overflow.
     */
    private static final int FACTORS = 16;

    private final int classes;
    private final float[][] rows;
    private final float[] largest = new float[BLOCK];
    private final float[] sums = new float[BLOCK];

    SoftmaxCrossEntropy(int classes) {
        this.classes = classes;
        rows = new float[classes][BLOCK];
    }

    /**
     * Replaces logits by the gradient of the mean loss.
     *
     * @param logits a row of n floats for each class
     * @param targets one a column
     * @return mean loss
     */
    double gradient(float[] logits, int n, int[] targets) {
        double loss = 0;
        float scale = 1f / n;
        for (int from = 0; from < n; from += BLOCK) {
            int width = Math.min(BLOCK, n - from);
            load(logits, from, n, width);
            loss += loss(targets, from, width);
            for (int i = 0; i < width; i++) {
                sums[i] = scale / sums[i];
            }
            for (int c = 0; c < classes; c++) {
                Vectors.multiply(rows[c], sums, 0, width);
            }
            for (int i = 0; i < width; i++) {
                rows[targets[from + i]][i] -= scale;
            }
            for (int c = 0; c < classes; c++) {
                System.arraycopy(rows[c], 0, logits, c * n + from, width);
            }
        }
        return loss / n;
    }

    /** Scores columns. */
    Model.Score score(float[] logits, int n, int[] targets) {
        double loss = 0;
        int correct = 0;
        for (int from = 0; from < n; from += BLOCK) {
            int width = Math.min(BLOCK, n - from);
            load(logits, from, n, width);
            for (int i = 0; i < width; i++) {
                correct += best(i) == targets[from + i] ? 1 : 0;
            }
            loss += loss(targets, from, width);
        }
        return new Model.Score(loss, correct, n);
    }

    private void load(float[] logits, int from, int n, int width) {
        for (int c = 0; c < classes; c++) {
            System.arraycopy(logits, c * n + from, rows[c], 0, width);
        }
    }

    /** The first class with the largest logit. */
    private int best(int column) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (rows[c][column] > rows[best][column]) {
                best = c;
            }
        }
        return best;
    }

    /** Turns rows into exp(logit - largest of the column), and adds them up. @return sum of the columns' losses */
    private double loss(int[] targets, int from, int width) {
        System.arraycopy(rows[0], 0, largest, 0, width);
        for (int c = 1; c < classes; c++) {
            Vectors.max(largest, rows[c], 0, width);
        }
        double loss = 0;
        for (int i = 0; i < width; i++) {
            loss += largest[i] - rows[targets[from + i]][i];
        }
        Arrays.fill(sums, 0, width, 0f);
        for (int c = 0; c < classes; c++) {
            Exponential.ofDifferences(rows[c], largest, sums, 0, width);
        }
        for (int i = 0; i < width; i += FACTORS) {
            double product = 1;
            for (int factor = i; factor < Math.min(width, i + FACTORS); factor++) {
                product *= sums[factor];
            }
            loss += Math.log(product);
        }
        return loss;
    }
}
