package savanna.tasks.recipe;

import savanna.tasks.model.Model.Score;

/** What fitness measures. Lower is always better: accuracy is turned into the share of errors. */
public enum Metric {
    /** Mean cross-entropy in nats. */
    LOSS {
        @Override
        public double of(Score score) {
            return score.loss() / score.targets();
        }
    },
    /** Share of wrong predictions, 1 - accuracy. */
    ACCURACY {
        @Override
        public double of(Score score) {
            return 1 - (double) score.correct() / score.targets();
        }
    },
    /** exp of the mean cross-entropy. */
    PERPLEXITY {
        @Override
        public double of(Score score) {
            return Math.exp(score.loss() / score.targets());
        }
    };

    /** The fitness, lower is better. */
    public abstract double of(Score score);

    /** What the number is called where it is shown. */
    public String label() {
        return this == ACCURACY ? "error rate" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
