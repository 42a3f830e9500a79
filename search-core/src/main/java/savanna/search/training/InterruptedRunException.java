package savanna.search.training;

/** The run was asked to stop; what was trained is remembered. */
public final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedRunException() {
        super("interrupted");
    }
}
