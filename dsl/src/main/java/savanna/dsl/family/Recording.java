package savanna.dsl.family;

import java.util.List;
import savanna.dsl.execution.ParameterLayout;

/**
 * What an optimizer was given at the steps of a training, one after the other: the gradients that programs are compared
 * on. Norms and matrices mean something only where shapes are those of a real model, and only real gradients say where
 * a program clips or bends.
 *
 * @param layout of the model
 * @param moments one a step, at least {@link #FEWEST}
 */
public record Recording(ParameterLayout layout, List<Moment> moments) {

    /** Fewer steps do not tell a momentum of 0.99 from one of 0.9. */
    public static final int FEWEST = 100;

    /** Shares of the steps until states have filled. */
    private static final double SETTLING = 0.1;

    /** One step in so many is compared; programs run through all. */
    private static final int STRIDE = 4;

    /** Of the compared steps one in so many is enough for a first look. */
    private static final int GLANCE = 4;

    /**
     * One step. The arrays are not to be changed.
     *
     * @param weights before the update, of the layout's size
     * @param gradient of the same size
     * @param schedule in [0, 1]
     */
    public record Moment(float[] weights, float[] gradient, float schedule) {}

    /** @throws IllegalArgumentException if there are too few steps, or arrays of another size */
    public Recording {
        moments = List.copyOf(moments);
        if (moments.size() < FEWEST) {
            throw new IllegalArgumentException(
                    moments.size() + " recorded steps; expected at least " + FEWEST + " to tell rates of momentum");
        }
        for (Moment moment : moments) {
            if (moment.weights.length != layout.size() || moment.gradient.length != layout.size()) {
                throw new IllegalArgumentException("recorded arrays of " + moment.weights.length + " and "
                        + moment.gradient.length + " numbers; expected " + layout.size() + ", the size of the layout");
            }
        }
    }

    /** The steps whose updates are compared, rising. */
    int[] compared() {
        return every(STRIDE);
    }

    /** A few of them, for a first look. */
    int[] glanced() {
        return every(GLANCE * STRIDE);
    }

    private int[] every(int stride) {
        int first = (int) (SETTLING * moments.size());
        int[] steps = new int[(moments.size() - first + stride - 1) / stride];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = first + i * stride;
        }
        return steps;
    }
}
