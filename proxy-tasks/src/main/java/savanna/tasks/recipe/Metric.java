package savanna.tasks.recipe;

import savanna.tasks.data.Shape;
import savanna.tasks.model.Model.Score;

/** What fitness measures. Lower is always better: accuracy is turned into the share of errors. */
public enum Metric {
    /** What training minimises: mean cross-entropy in nats, or the mean squared error of real targets. */
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
    },
    /** Mean squared error of real targets. */
    MSE {
        @Override
        public double of(Score score) {
            return score.loss() / score.targets();
        }
    };

    /** The fitness, lower is better. */
    public abstract double of(Score score);

    /** Whether it can be measured on data of this shape. */
    public boolean suits(Shape shape) {
        return this == LOSS || (this == MSE) == shape instanceof Shape.Real;
    }

    /** What the number is called where it is shown. */
    public String label() {
        return this == ACCURACY ? "error rate" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
