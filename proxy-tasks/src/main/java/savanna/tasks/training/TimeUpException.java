package savanna.tasks.training;

/**
 * The time that was given for something is up before all of it was trained; what had ended is remembered. Who gave the
 * time finishes with what there is.
 */
public final class TimeUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TimeUpException() {
        super("the time is up");
    }
}
