package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;

/**
 * How large the updates of programs are (root mean square over parameters and steps) on gradients recorded while one of
 * them trained. An edit often changes the size of the update by orders of magnitude; multiplied back to the size that
 * was, it gets a fair trial at the price of one.
 */
final class UpdateSize {

    private static final int STEPS = 60;
    /** Steps until filters of the gradient have filled. */
    private static final int SETTLING = 10;
    /** Parameters of each leaf that stand for all of it. */
    private static final int SAMPLE = 64;
    /** Sizes closer than this factor are left as they are: the tuning of constants covers them. */
    private static final double CLOSE = 1.25;

    private record Moment(float[] weights, float[] gradient, float schedule) {}

    private final ParameterLayout whole;
    private final ParameterLayout layout;
    private final List<Moment> moments = new ArrayList<>();
    private final double own;

    /** Records the first steps of a training. @param program a valid program that trains */
    UpdateSize(Program program, Task task, long seed) {
        whole = task.layout();
        ParameterLayout.Builder sample = ParameterLayout.builder();
        whole.leaves().forEach(leaf -> sample.add(leaf.name(), Math.min(SAMPLE, leaf.length())));
        layout = sample.build();
        task.trainer((compiled, parameters) -> recording(Engine.block().compile(compiled, parameters)))
                .train(program, List.of(seed), Hurdles.none());
        own = of(program);
    }

    private Optimizer recording(Optimizer optimizer) {
        return new Optimizer() {
            @Override
            public void step(float[] weights, float[] gradient, float schedule) {
                if (moments.size() < STEPS) {
                    moments.add(new Moment(sampled(weights), sampled(gradient), schedule));
                }
                optimizer.step(weights, gradient, schedule);
            }

            @Override
            public void reset() {
                optimizer.reset();
            }

            @Override
            public float[] state(int index) {
                return optimizer.state(index);
            }
        };
    }

    /** The sample of a flat vector: of each leaf some values, evenly spread. */
    private float[] sampled(float[] values) {
        float[] sample = new float[layout.size()];
        for (int leaf = 0, at = 0; leaf < whole.leaves().size(); leaf++) {
            int size = layout.leaves().get(leaf).length();
            for (int i = 0; i < size; i++) {
                sample[at++] = values[
                        whole.leaves().get(leaf).offset()
                                + (int) ((long) i * whole.leaves().get(leaf).length() / size)];
            }
        }
        return sample;
    }

    /** Size of a valid program's updates. */
    private double of(Program program) {
        Optimizer optimizer = Engine.block().compile(program, layout);
        double squares = 0;
        for (int step = 0; step < moments.size(); step++) {
            Moment moment = moments.get(step);
            float[] weights = moment.weights.clone();
            optimizer.step(weights, moment.gradient, moment.schedule);
            for (int i = 0; i < weights.length && step >= SETTLING; i++) {
                double update = (double) weights[i] - moment.weights[i];
                squares += update * update;
            }
        }
        return Math.sqrt(squares / Math.max(1, (long) (moments.size() - SETTLING) * layout.size()));
    }

    /**
     * The factor on a program's learning rate that gives its updates the size of the recorded program's, in two digits;
     * 1 if they have it nearly, or none has a size, or no constant is so large.
     */
    double factor(Program program) {
        double ratio = own / of(program);
        boolean isKnown = Float.isFinite((float) ratio) && ratio > 0;
        return isKnown && (ratio > CLOSE || ratio < 1 / CLOSE)
                ? Double.parseDouble(String.format(Locale.ROOT, "%.1e", ratio))
                : 1;
    }
}
