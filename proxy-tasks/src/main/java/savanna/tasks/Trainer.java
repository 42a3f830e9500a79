package savanna.tasks;

import java.util.List;
import savanna.dsl.program.Program;

/** Trains programs on one task, with buffers of its own: one trainer a thread. */
public interface Trainer {

    /**
     * Trains the program once a seed, stopping at the first run that has no fitness. Same program, seeds and machine: same bits,
     * whatever was trained before.
     *
     * @param program a valid program, warm-start form: weights, gradient, states, schedule
     * @param seeds   at least one
     * @param hurdles bounds that end hopeless runs; {@link Hurdles#none()} for final evaluations
     */
    Evaluation train(Program program, List<Long> seeds, Hurdles hurdles);
}
