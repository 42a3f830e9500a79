package savanna.tasks;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.family.Recording;

/**
 * What an optimizer was given at the steps of a training: small leaves whole, of larger ones some rows and columns that
 * stand for all of it.
 *
 * @param layout of the sampled parameters
 * @param moments one a step
 */
public record GradientSample(ParameterLayout layout, List<Moment> moments) {

    /** Parameters of each leaf that are kept. */
    private static final int MOST = 256;
    /** Rows of a matrix with more, unless its columns are few. */
    private static final int ROWS = 16;

    /**
     * One step. Buffers are read-only, of the layout's size, and equal if their numbers are.
     *
     * @param weights before the update
     * @param gradient as the optimizer got it, clipped if the recipe says so
     * @param schedule in [0, 1]
     */
    public record Moment(FloatBuffer weights, FloatBuffer gradient, float schedule) {}

    public GradientSample {
        moments = List.copyOf(moments);
    }

    /** The parameters of a model that are sampled. @param whole layout of the model */
    public static ParameterLayout layout(ParameterLayout whole) {
        ParameterLayout.Builder sample = ParameterLayout.builder();
        whole.leaves().forEach(leaf -> sample.add(leaf.name(), shape(leaf)));
        return sample.build();
    }

    /** Its own shape, or that of a matrix or vector of some of its rows and columns. */
    private static int[] shape(ParameterLayout.Leaf leaf) {
        if (leaf.length() <= MOST) {
            return leaf.shape().stream().mapToInt(Integer::intValue).toArray();
        }
        int rows = Math.min(leaf.rows(), Math.max(ROWS, MOST / leaf.columns()));
        int columns = Math.min(leaf.columns(), MOST / rows);
        return leaf.shape().size() < 2 ? new int[] {columns} : new int[] {rows, columns};
    }

    /**
     * For the comparison of programs with known optimizers.
     *
     * @throws IllegalArgumentException if it has too few steps
     */
    public Recording recording() {
        return new Recording(
                layout,
                moments.stream()
                        .map(moment ->
                                new Recording.Moment(array(moment.weights), array(moment.gradient), moment.schedule))
                        .toList());
    }

    private static float[] array(FloatBuffer values) {
        float[] array = new float[values.remaining()];
        values.duplicate().get(array);
        return array;
    }

    /** Takes the sample while a trainer trains. */
    public static final class Recorder {
        private final ParameterLayout whole;
        private final ParameterLayout layout;
        private final List<Moment> moments = new ArrayList<>();

        /** @param whole layout of the model */
        public Recorder(ParameterLayout whole) {
            this.whole = whole;
            layout = GradientSample.layout(whole);
        }

        /** Before an optimizer's step. @param weights flat @param gradient flat; both are read only */
        public void record(float[] weights, float[] gradient, float schedule) {
            moments.add(new Moment(sampled(weights), sampled(gradient), schedule));
        }

        public GradientSample sample() {
            return new GradientSample(layout, moments);
        }

        /** Rows and columns evenly spread. */
        private FloatBuffer sampled(float[] values) {
            float[] sample = new float[layout.size()];
            for (int leaf = 0, at = 0; leaf < whole.leaves().size(); leaf++) {
                ParameterLayout.Leaf to = layout.leaves().get(leaf);
                ParameterLayout.Leaf from = whole.leaves().get(leaf);
                for (int row = 0; row < to.rows(); row++) {
                    int start = from.offset() + (int) ((long) row * from.rows() / to.rows()) * from.columns();
                    for (int column = 0; column < to.columns(); column++) {
                        sample[at++] = values[start + (int) ((long) column * from.columns() / to.columns())];
                    }
                }
            }
            return FloatBuffer.wrap(sample).asReadOnlyBuffer();
        }
    }
}
