package savanna.tasks.model;

import savanna.tasks.data.Batch;
import savanna.tasks.data.Shape;

/**
 * What the outputs of a network are compared with: classes by softmax cross-entropy, or real targets by squared error.
 */
interface Head {

    /**
     * Replaces outputs by the gradient of the mean loss.
     *
     * @param outputs a row of the batch's size for each output
     * @return mean loss
     */
    double gradient(float[] outputs, Batch batch);

    /** Scores the outputs, which may be overwritten. */
    Model.Score score(float[] outputs, Batch batch);

    /** The head that suits the targets of some data. */
    static Head of(Shape shape) {
        return shape instanceof Shape.Real ? new SquaredError() : new Classes(new SoftmaxCrossEntropy(shape.outputs()));
    }

    /** One of several classes. */
    record Classes(SoftmaxCrossEntropy loss) implements Head {
        @Override
        public double gradient(float[] outputs, Batch batch) {
            return loss.gradient(outputs, batch.size(), batch.targets());
        }

        @Override
        public Model.Score score(float[] outputs, Batch batch) {
            return loss.score(outputs, batch.size(), batch.targets());
        }
    }
}
