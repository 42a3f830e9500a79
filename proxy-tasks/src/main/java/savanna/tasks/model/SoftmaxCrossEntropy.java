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
    private final RowGroups rows;
    /** What belongs to a column, in the first row; then repeated for each row of a group. */
    private final float[] largest = new float[RowGroups.length(BLOCK)];

    private final float[] sums = new float[RowGroups.length(BLOCK)];
    private final float[] spare = new float[RowGroups.length(BLOCK)];

    SoftmaxCrossEntropy(int classes) {
        this.classes = classes;
        rows = new RowGroups(classes, BLOCK);
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
            RowGroups.spread(sums, rows.height(), width);
            for (int group = 0; group < rows.count(); group++) {
                Vectors.multiply(rows.get(group), sums, 0, rows.length(group, width));
            }
            for (int i = 0; i < width; i++) {
                int target = targets[from + i];
                rows.get(target / rows.height())[target % rows.height() * width + i] -= scale;
            }
            rows.store(logits, from, n);
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
                correct += best(i, width) == targets[from + i] ? 1 : 0;
            }
            loss += loss(targets, from, width);
        }
        return new Model.Score(loss, correct, n);
    }

    private void load(float[] logits, int from, int n, int width) {
        rows.resize(width);
        rows.load(logits, from, n);
    }

    private float logit(int c, int column, int width) {
        return rows.get(c / rows.height())[c % rows.height() * width + column];
    }

    /** The first class with the largest logit. */
    private int best(int column, int width) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logit(c, column, width) > logit(best, column, width)) {
                best = c;
            }
        }
        return best;
    }

    /** Turns rows into exp(logit - largest of the column), and adds them up. @return sum of the columns' losses */
    private double loss(int[] targets, int from, int width) {
        int height = rows.height();
        System.arraycopy(rows.get(0), 0, largest, 0, height * width);
        for (int group = 1; group < rows.count(); group++) {
            Vectors.max(largest, rows.get(group), 0, rows.length(group, width));
        }
        RowGroups.foldLargest(largest, height, width, spare);
        double loss = 0;
        for (int i = 0; i < width; i++) {
            loss += largest[i] - logit(targets[from + i], i, width);
        }
        RowGroups.spread(largest, height, width);
        Arrays.fill(sums, 0, height * width, 0f);
        for (int group = 0; group < rows.count(); group++) {
            Exponential.ofDifferences(rows.get(group), largest, sums, 0, rows.length(group, width));
        }
        RowGroups.fold(sums, height, width, spare);
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
