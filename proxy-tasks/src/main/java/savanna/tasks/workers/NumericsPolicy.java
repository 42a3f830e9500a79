package savanna.tasks.workers;

/** Whether workers whose arithmetic, or build, is another may train. */
public enum NumericsPolicy {
    /**
     * Only those that give the bits of a run on one machine: for tasks in Java those of this process, for others those
     * of the first worker.
     */
    SAME,
    /** All; the run is then not reproducible bit for bit, and says so. */
    ANY
}
