package savanna.search.rate;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;
import savanna.search.training.Candidate;
import savanna.tasks.GradientSample;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/**
 * How large the updates of programs are: their root mean square over parameters and steps, on gradients recorded while
 * one of them trained. An edit often changes the size of the update by orders of magnitude; multiplied back to the size
 * that was, it gets a fair trial at the price of one. Programs that look at whole arrays, at their norm or shape, are
 * given all that the sample has of each, with its shape; of others a few parameters of each array say enough.
 */
public final class UpdateSize {

    /** Steps that are recorded. */
    private static final int STEPS = 60;
    /** Parameters of each leaf that are looked at. */
    private static final int MOST = 64;
    /** Steps until filters of the gradient have filled. */
    private static final int SETTLING = 10;
    /** Sizes closer than this factor are left as they are: the tuning of constants covers them. */
    private static final double CLOSE = 1.25;
    /** Steps that are looked at in whole arrays, which have many parameters: half of them count. */
    private static final int STEPS_OF_ARRAYS = 2 * SETTLING;

    private final Gradients few;
    private final Gradients arrays;

    /** As much of a sample as tells sizes well. */
    public UpdateSize(GradientSample sample) {
        this(sample, MOST, Integer.MAX_VALUE);
    }

    /**
     * @param sample what an optimizer was given
     * @param most parameters of each leaf that are looked at; what a size costs is proportional to it
     * @param first steps that are looked at, likewise
     */
    public UpdateSize(GradientSample sample, int most, int first) {
        ParameterLayout.Builder builder = ParameterLayout.builder();
        sample.layout().leaves().forEach(leaf -> builder.add(leaf.name(), Math.min(most, leaf.length())));
        few = new Gradients(builder.build(), sample, first);
        arrays = new Gradients(sample.layout(), sample, Math.min(first, STEPS_OF_ARRAYS));
    }

    /** What programs are given to make their updates of. */
    private static final class Gradients {

        private record Step(float[] weights, float[] gradient, float schedule) {}

        private final ParameterLayout layout;
        private final List<Step> steps;

        Gradients(ParameterLayout layout, GradientSample sample, int first) {
            this.layout = layout;
            steps = sample.moments().stream()
                    .limit(first)
                    .map(moment -> new Step(
                            spread(moment.weights(), sample.layout()),
                            spread(moment.gradient(), sample.layout()),
                            moment.schedule()))
                    .toList();
        }

        /** Of each leaf some values, evenly spread. */
        private float[] spread(FloatBuffer values, ParameterLayout from) {
            float[] spread = new float[layout.size()];
            for (int leaf = 0, at = 0; leaf < layout.leaves().size(); leaf++) {
                int size = layout.leaves().get(leaf).length();
                ParameterLayout.Leaf whole = from.leaves().get(leaf);
                for (int i = 0; i < size; i++) {
                    spread[at++] = values.get(whole.offset() + (int) ((long) i * whole.length() / size));
                }
            }
            return spread;
        }

        double size(Program program) {
            Optimizer optimizer = Engine.block().compile(program, layout);
            float[] weights = new float[layout.size()];
            double squares = 0;
            for (int at = 0; at < steps.size(); at++) {
                Step step = steps.get(at);
                System.arraycopy(step.weights, 0, weights, 0, weights.length);
                optimizer.step(weights, step.gradient, step.schedule);
                for (int i = 0; i < weights.length && at >= SETTLING; i++) {
                    double update = (double) weights[i] - step.weights[i];
                    squares += update * update;
                }
            }
            return Math.sqrt(squares / Math.max(1, (long) (steps.size() - SETTLING) * weights.length));
        }
    }

    /**
     * Records the first steps of a training; nothing if it has none.
     *
     * @param program a valid program that trains
     */
    public static Optional<GradientSample> record(Candidate program, Task task, long seed, TrainingService trainings) {
        TrainingResult.Run run = trainings
                .train(program.request(task, List.of(seed), Hurdles.none())
                        .telling(TrainingRequest.Wanted.GRADIENTS)
                        .endingAfter(STEPS))
                .runs()
                .get(0);
        return run.seen().gradients().filter(sample -> !sample.moments().isEmpty());
    }

    /**
     * Size of a valid program's updates; NaN or infinity where they have none. Two sizes can be compared only if both
     * are of arrays, or none is.
     *
     * @param isOfArrays whether to look at whole arrays, which takes longer
     */
    public double of(Program program, boolean isOfArrays) {
        return (isOfArrays ? arrays : few).size(program);
    }

    /** For programs, the {@linkplain #factor factors} that bring the size of their updates to that of one program's. */
    public ToDoubleFunction<Program> factorsTo(Program reference) {
        double few = of(reference, false);
        double arrays = of(reference, true);
        return program -> {
            boolean isOfArrays = reference.looksAtArrays() || program.looksAtArrays();
            return factor(of(program, isOfArrays), isOfArrays ? arrays : few);
        };
    }

    /**
     * The factor that brings one size to another, in two digits; 1 if they are near, or one is no size, or no constant
     * is so large.
     */
    public static double factor(double from, double to) {
        double ratio = to / from;
        boolean isKnown = Float.isFinite((float) ratio) && ratio > 0;
        return isKnown && (ratio > CLOSE || ratio < 1 / CLOSE)
                ? Double.parseDouble(String.format(Locale.ROOT, "%.1e", ratio))
                : 1;
    }
}
