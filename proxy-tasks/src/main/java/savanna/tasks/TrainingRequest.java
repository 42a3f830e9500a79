package savanna.tasks;

import java.util.List;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;

/**
 * One program to be trained on one task, once a seed up to the first that fails. Plain data: the same request gives the
 * same {@link TrainingResult} on the same kind of machine, wherever it is made.
 *
 * @param program a valid program, warm-start form: weights, gradient, states, schedule
 * @param hash what it computes
 * @param rounding how exactly it computes that: programs of one hash may differ in their last bits
 * @param task what to train on; its digest tells it from all others
 * @param seeds at least one
 * @param hurdles bounds that end hopeless runs; {@link Hurdles#none()} for final evaluations
 * @param wanted what to tell besides fitness and losses at hurdles
 * @param steps training steps to make: the task's, or fewer, of which no fitness comes
 */
public record TrainingRequest(
        Program program,
        FunctionalHash hash,
        long rounding,
        TaskDescription task,
        List<Long> seeds,
        Hurdles hurdles,
        Set<Wanted> wanted,
        int steps) {

    /** What a training can tell besides its fitness. */
    public enum Wanted {
        /** The training loss of every step. */
        LOSSES,
        /** The validation metric at the task's validation steps. */
        CURVE,
        /** The metric on the test split, on which nothing selects: for final claims. */
        TEST,
        /** A sample of weights and gradients at every step: ask for few steps. */
        GRADIENTS
    }

    public TrainingRequest {
        seeds = List.copyOf(seeds);
        wanted = Set.copyOf(wanted);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("no seeds to train with; expected at least one");
        }
        if (steps < 1 || steps > task.steps()) {
            throw new IllegalArgumentException(
                    steps + " steps on " + task.name() + "; expected from 1 to its " + task.steps());
        }
    }

    /** All steps, for fitness alone. */
    public static TrainingRequest of(
            Task task, Program program, FunctionalHash hash, long rounding, List<Long> seeds, Hurdles hurdles) {
        TaskDescription description = TaskDescription.of(task);
        return new TrainingRequest(program, hash, rounding, description, seeds, hurdles, Set.of(), description.steps());
    }

    /** All steps, for fitness alone. */
    public static TrainingRequest of(Task task, Analysis program, List<Long> seeds, Hurdles hurdles) {
        return of(task, program.program(), program.hash(), program.rounding(), seeds, hurdles);
    }

    /**
     * All steps and no hurdles, for fitness alone.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if the program fails abstract execution
     */
    public static TrainingRequest of(Task task, Program program, List<Long> seeds) {
        return of(task, AbstractExecution.ofValid(program), seeds, Hurdles.none());
    }

    /** The same with other hurdles. */
    public TrainingRequest behind(Hurdles other) {
        return new TrainingRequest(program, hash, rounding, task, seeds, other, wanted, steps);
    }

    /** The same, telling more. */
    public TrainingRequest telling(Wanted... more) {
        return new TrainingRequest(program, hash, rounding, task, seeds, hurdles, Set.of(more), steps);
    }

    /** The same, ended after so many steps, or at the end of the task. */
    public TrainingRequest endingAfter(int most) {
        return new TrainingRequest(program, hash, rounding, task, seeds, hurdles, wanted, Math.min(most, task.steps()));
    }

    /** Whether something besides fitness is wanted. */
    public boolean wants(Wanted what) {
        return wanted.contains(what);
    }

    /** Whether only the fitness of a whole training is asked for: what a memory holds. */
    public boolean isForFitness() {
        return wanted.isEmpty() && steps == task.steps();
    }

    /** Whether hopeless runs are ended early. */
    public boolean isHurdled() {
        return !hurdles.bounds().isEmpty();
    }
}
