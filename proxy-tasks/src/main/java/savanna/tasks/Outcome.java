package savanna.tasks;

/** How training a program on a task ended. */
public enum Outcome {
    /** All steps were made; the run has a fitness. */
    TRAINED,
    /** A loss, weight or update was NaN or infinite. */
    NOT_FINITE,
    /**
     * The running training loss rose beyond ten times that of parameters that know nothing, such as a uniform guess.
     */
    DIVERGED,
    /** At a hurdle, or at its end, the run was clearly worse than the bound set for it. */
    HOPELESS,
    /**
     * The run passed its time limit, or would have: the program has more live statements than the task's call limit.
     */
    TIME_LIMIT,
    /**
     * As many steps were made as the request asked for, or as were of use, fewer than the task has: there is no
     * fitness.
     */
    PARTIAL,
    /**
     * The place where it was trained failed, such as a process that died twice. It says nothing of the program, and is
     * never remembered.
     */
    CRASHED;

    /** Whether the program's further seeds are of no use. */
    public boolean isFailure() {
        return this != TRAINED && this != PARTIAL;
    }
}
