package savanna.tasks.model;

import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.data.Batch;

/**
 * A network and its loss, over one flat vector of parameters. Holds its buffers: one a thread, and no allocation in a
 * step.
 */
public interface Model {

    /** Names and sizes of the parameter arrays. */
    ParameterLayout layout();

    /**
     * Draws initial weights.
     *
     * @param weights flat vector, all zero at first
     */
    void initialize(float[] weights, RandomGenerator random);

    /**
     * Forward and backward pass.
     *
     * @param gradient receives the gradient of the mean loss; overwritten
     * @return mean loss of the batch's targets: cross-entropy in nats, or squared error
     */
    double gradient(float[] weights, Batch batch, float[] gradient);

    /** Forward pass only. */
    Score score(float[] weights, Batch batch);

    /**
     * What a batch scored.
     *
     * @param loss summed over targets: cross-entropy in nats, or squared error
     * @param correct targets that got the largest logit; 0 where targets are real numbers
     * @param targets number of targets
     */
    record Score(double loss, int correct, int targets) {
        /** Of no targets. */
        public static final Score NONE = new Score(0, 0, 0);

        public Score plus(Score other) {
            return new Score(loss + other.loss, correct + other.correct, targets + other.targets);
        }
    }
}
