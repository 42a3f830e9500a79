package savanna.search.neighbourhood;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.program.Program;
import savanna.search.training.Candidate;
import savanna.tasks.GradientSample;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/**
 * How large the updates of programs are (root mean square over parameters and steps) on gradients recorded while one of
 * them trained. An edit often changes the size of the update by orders of magnitude; multiplied back to the size that
 * was, it gets a fair trial at the price of one.
 */
final class UpdateSize {

    /** Steps that are recorded. */
    private static final int STEPS = 60;
    /** Steps until filters of the gradient have filled. */
    private static final int SETTLING = 10;
    /** Sizes closer than this factor are left as they are: the tuning of constants covers them. */
    private static final double CLOSE = 1.25;

    private final Optional<GradientSample> recorded;
    private final double own;

    /** @param recorded of the program's training; without it, all sizes are left as they are */
    private UpdateSize(Program program, Optional<GradientSample> recorded) {
        this.recorded = recorded.filter(sample -> !sample.moments().isEmpty());
        this.own = this.recorded.isPresent() ? of(program) : Double.NaN;
    }

    /**
     * Records the first steps of a training.
     *
     * @param program a valid program that trains
     */
    static UpdateSize record(Candidate program, Task task, long seed, TrainingService trainings) {
        TrainingResult.Run run = trainings
                .train(program.request(task, List.of(seed), Hurdles.none())
                        .telling(TrainingRequest.Wanted.GRADIENTS)
                        .endingAfter(STEPS))
                .runs()
                .get(0);
        return new UpdateSize(program.program(), run.seen().gradients());
    }

    /** Size of a valid program's updates. */
    private double of(Program program) {
        GradientSample sample = recorded.orElseThrow();
        int size = sample.layout().size();
        Optimizer optimizer = Engine.block().compile(program, sample.layout());
        float[] weights = new float[size];
        float[] gradient = new float[size];
        double squares = 0;
        for (int step = 0; step < sample.moments().size(); step++) {
            GradientSample.Moment moment = sample.moments().get(step);
            moment.weights().get(0, weights);
            moment.gradient().get(0, gradient);
            optimizer.step(weights, gradient, moment.schedule());
            for (int i = 0; i < size && step >= SETTLING; i++) {
                double update = (double) weights[i] - moment.weights().get(i);
                squares += update * update;
            }
        }
        return Math.sqrt(squares / Math.max(1, (long) (sample.moments().size() - SETTLING) * size));
    }

    /**
     * The factor on a program's learning rate that gives its updates the size of the recorded program's, in two digits;
     * 1 if they have it nearly, or none has a size, or no constant is so large.
     */
    double factor(Program program) {
        if (recorded.isEmpty()) {
            return 1;
        }
        double ratio = own / of(program);
        boolean isKnown = Float.isFinite((float) ratio) && ratio > 0;
        return isKnown && (ratio > CLOSE || ratio < 1 / CLOSE)
                ? Double.parseDouble(String.format(Locale.ROOT, "%.1e", ratio))
                : 1;
    }
}
