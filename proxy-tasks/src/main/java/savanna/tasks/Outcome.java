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
    /** At a hurdle the run was clearly worse than the bound set for it. */
    HOPELESS,
    /**
     * The run passed its time limit, or would have: the program has more live statements than the task's call limit.
     */
    TIME_LIMIT
}
