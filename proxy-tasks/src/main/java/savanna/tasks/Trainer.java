package savanna.tasks;

import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.program.Program;

/** Trains programs on one task, with buffers of its own: one trainer a thread. */
public interface Trainer {

    /**
     * Trains the program once a seed, stopping at the first run that has no fitness. Same program, seeds and machine:
     * same bits, whatever was trained before.
     *
     * @param program a valid program; who trains it more than once keeps its analysis
     * @param seeds at least one
     * @param hurdles bounds that end hopeless runs; {@link Hurdles#none()} for final evaluations
     * @throws savanna.dsl.analysis.InvalidProgramException if the program is not valid
     */
    default Evaluation train(Analysis program, List<Long> seeds, Hurdles hurdles) {
        return train(program, seeds, hurdles, Observer.NONE);
    }

    /** The same, watched. */
    Evaluation train(Analysis program, List<Long> seeds, Hurdles hurdles, Observer observer);

    /** Analyzes and trains a program. */
    default Evaluation train(Program program, List<Long> seeds, Hurdles hurdles) {
        return train(program, seeds, hurdles, Observer.NONE);
    }

    /** Analyzes and trains a program, watched. */
    default Evaluation train(Program program, List<Long> seeds, Hurdles hurdles, Observer observer) {
        return train(AbstractExecution.ofValid(program), seeds, hurdles, observer);
    }

    /** Sees a training as it goes. */
    @FunctionalInterface
    interface Observer {
        Observer NONE = (seed, step, loss, weights) -> {};

        /**
         * After a step.
         *
         * @param step from 1
         * @param loss training loss before the step's update
         * @param weights flat; not to be changed or kept
         */
        void stepped(long seed, int step, double loss, float[] weights);
    }

    /** The metric of some weights, as after training; lower is better. NaN or infinite if the weights are useless. */
    double score(float[] weights, Split split);

    /** The parts of the data that can be scored. */
    enum Split {
        /** What fitness is measured on. */
        VALIDATION,
        /** What nothing selects on: for final claims. */
        TEST
    }
}
