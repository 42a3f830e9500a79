package savanna.tasks;

import java.util.List;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * What a task costs on this machine, with AdamW.
 *
 * @param parameters of the model
 * @param steps      of one run
 * @param stepMicros microseconds a training step
 * @param runMillis  milliseconds a run: all steps
 */
public record TaskCost(int parameters, int steps, double stepMicros, double runMillis) {
    private static final double NEVER_PASSED = -1;

    /** Trains for about so long, after as long to warm up, and measures. */
    public static TaskCost measure(Task task, double seconds) {
        Program adamw = ProgramLibrary.find("adamw").orElseThrow();
        Trainer trainer = task.trainer();
        double share = Math.min(0.99, Math.max(20.0 / task.steps(), 1e-9));
        double best = Double.MAX_VALUE;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < 2e9 * seconds) {
            long before = System.nanoTime();
            // A hurdle that nothing passes ends the run after a share of its steps.
            Evaluation part = trainer.train(adamw, List.of(1L), new Hurdles(List.of(new Hurdles.Bound(share, NEVER_PASSED))));
            double micros = (System.nanoTime() - before) / 1e3 / part.runs().get(0).steps();
            best = Math.min(best, micros);
        }
        return new TaskCost(task.layout().size(), task.steps(), best, best * task.steps() / 1e3);
    }
}
