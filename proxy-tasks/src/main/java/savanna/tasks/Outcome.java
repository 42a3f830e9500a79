package savanna.tasks;

/** How training a program on a task ended. */
public enum Outcome {
    /** All steps were made; the run has a fitness. */
    TRAINED,
    /** A loss, weight or update was NaN or infinite. */
    NOT_FINITE,
    /** At a hurdle the run was clearly worse than the bound set for it. */
    HOPELESS,
    /** The run passed its limit on work. */
    TIME_LIMIT
}
