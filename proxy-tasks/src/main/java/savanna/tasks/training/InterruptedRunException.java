package savanna.tasks.training;

/** The run was asked to stop; all trainings that had ended are remembered. */
public final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int lost;

    /** @param lost trainings that were under way and did not end in time */
    public InterruptedRunException(int lost) {
        super("interrupted");
        this.lost = lost;
    }

    /** Number of trainings that were under way and did not end in time; a run that goes on makes them again. */
    public int lost() {
        return lost;
    }
}
