package savanna.tasks;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import savanna.dsl.execution.ParameterLayout;

/**
 * What an optimizer was given at the steps of a training, in a few parameters of each leaf that stand for all of it.
 *
 * @param layout of the sampled parameters
 * @param moments one a step
 */
public record GradientSample(ParameterLayout layout, List<Moment> moments) {

    /** Parameters of each leaf that are kept. */
    private static final int MOST = 64;

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
        whole.leaves().forEach(leaf -> sample.add(leaf.name(), Math.min(MOST, leaf.length())));
        return sample.build();
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

        /** Of each leaf some values, evenly spread. */
        private FloatBuffer sampled(float[] values) {
            float[] sample = new float[layout.size()];
            for (int leaf = 0, at = 0; leaf < whole.leaves().size(); leaf++) {
                int size = layout.leaves().get(leaf).length();
                ParameterLayout.Leaf from = whole.leaves().get(leaf);
                for (int i = 0; i < size; i++) {
                    sample[at++] = values[from.offset() + (int) ((long) i * from.length() / size)];
                }
            }
            return FloatBuffer.wrap(sample).asReadOnlyBuffer();
        }
    }
}
