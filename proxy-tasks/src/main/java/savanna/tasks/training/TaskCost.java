package savanna.tasks.training;

import java.util.List;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.Task;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * What a task costs where it is trained, with AdamW.
 *
 * @param parameters of the model
 * @param steps of one run
 * @param stepMicros microseconds a training step
 * @param runMillis milliseconds a run: all steps
 */
public record TaskCost(int parameters, int steps, double stepMicros, double runMillis) {
    private static final int FEWEST_STEPS = 20;
    private static final int MOST_WINDOWS = 8;

    /**
     * Trains for windows of so many seconds until one is hardly faster than those before, that is, until the virtual
     * machine has compiled what it will; the best counts.
     */
    public static TaskCost measure(TrainingService trainings, Task task, double seconds) {
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        TrainingRequest whole = TrainingRequest.of(task, adamw, List.of(1L));
        double best = micros(trainings, whole.endingAfter(FEWEST_STEPS));
        double before = Double.MAX_VALUE;
        for (int window = 0; window < MOST_WINDOWS && best < 0.9 * before; window++) {
            before = best;
            int steps = (int) Math.max(FEWEST_STEPS, Math.min(task.steps(), seconds * 1e6 / 4 / best));
            long begin = System.nanoTime();
            do {
                best = Math.min(best, micros(trainings, whole.endingAfter(steps)));
            } while (System.nanoTime() - begin < 1e9 * seconds);
        }
        return new TaskCost(task.layout().size(), task.steps(), best, best * task.steps() / 1e3);
    }

    /** Of a training of less than all steps, since that is remembered nowhere and made each time. */
    private static double micros(TrainingService trainings, TrainingRequest request) {
        int steps = Math.min(request.steps(), Math.max(1, request.task().steps() - 1));
        TrainingResult.Run run =
                trainings.train(request.endingAfter(steps)).runs().get(0);
        return run.time().micros() / run.steps();
    }
}
