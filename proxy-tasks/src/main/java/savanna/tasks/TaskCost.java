package savanna.tasks;

import java.util.List;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * What a task costs on this machine, with AdamW.
 *
 * @param parameters of the model
 * @param steps of one run
 * @param stepMicros microseconds a training step
 * @param runMillis milliseconds a run: all steps
 */
public record TaskCost(int parameters, int steps, double stepMicros, double runMillis) {
    private static final double NEVER_PASSED = -1;
    private static final int FEWEST_STEPS = 20;
    private static final int MOST_WINDOWS = 8;

    /**
     * Trains for windows of so many seconds until one is hardly faster than those before, that is, until the virtual
     * machine has compiled what it will; the best counts.
     */
    public static TaskCost measure(Task task, double seconds) {
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        Trainer trainer = task.trainer();
        double best = micros(trainer, adamw, task, FEWEST_STEPS);
        double before = Double.MAX_VALUE;
        for (int window = 0; window < MOST_WINDOWS && best < 0.9 * before; window++) {
            before = best;
            int steps = (int) Math.max(FEWEST_STEPS, Math.min(task.steps(), seconds * 1e6 / 4 / best));
            long begin = System.nanoTime();
            do {
                best = Math.min(best, micros(trainer, adamw, task, steps));
            } while (System.nanoTime() - begin < 1e9 * seconds);
        }
        return new TaskCost(task.layout().size(), task.steps(), best, best * task.steps() / 1e3);
    }

    private static double micros(Trainer trainer, Program program, Task task, int steps) {
        long before = System.nanoTime();
        // A hurdle that nothing passes ends the run after a share of its steps.
        double share = Math.min(0.999, (double) steps / task.steps());
        Evaluation part =
                trainer.train(program, List.of(1L), new Hurdles(List.of(new Hurdles.Bound(share, NEVER_PASSED))));
        return (System.nanoTime() - before) / 1e3 / part.runs().get(0).steps();
    }
}
