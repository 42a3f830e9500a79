package savanna.tasks.model;

/** Cross-entropy of a softmax over rows of logits, and its gradient. */
final class SoftmaxCrossEntropy {
    private SoftmaxCrossEntropy() {}

    /**
     * Replaces logits by the gradient of the mean loss.
     *
     * @param logits  rows x classes
     * @param targets one a row
     * @return mean loss
     */
    static double gradient(float[] logits, int rows, int classes, int[] targets) {
        double loss = exponentials(logits, rows, classes, targets);
        float scale = 1f / rows;
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            float sum = Vectors.sum(logits, from, from + classes);
            float factor = scale / sum;
            loss += Math.log(sum);
            for (int i = from; i < from + classes; i++) {
                logits[i] *= factor;
            }
            logits[from + targets[r]] -= scale;
        }
        return loss / rows;
    }

    /** Scores rows; the logits are lost. */
    static Model.Score score(float[] logits, int rows, int classes, int[] targets) {
        int correct = 0;
        for (int r = 0; r < rows; r++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[r * classes + c] > logits[r * classes + best]) {
                    best = c;
                }
            }
            correct += best == targets[r] ? 1 : 0;
        }
        double loss = exponentials(logits, rows, classes, targets);
        for (int r = 0; r < rows; r++) {
            loss += Math.log(Vectors.sum(logits, r * classes, (r + 1) * classes));
        }
        return new Model.Score(loss, correct, rows);
    }

    /** Turns logits into exp(logit - largest of the row); returns the sum over rows of (largest - logit of the target). */
    private static double exponentials(float[] logits, int rows, int classes, int[] targets) {
        double loss = 0;
        for (int r = 0; r < rows; r++) {
            int from = r * classes;
            float largest = Vectors.largest(logits, from, from + classes);
            loss += largest - logits[from + targets[r]];
            for (int i = from; i < from + classes; i++) {
                logits[i] -= largest;
            }
        }
        Exponential.inPlace(logits, 0, rows * classes);
        return loss;
    }
}
