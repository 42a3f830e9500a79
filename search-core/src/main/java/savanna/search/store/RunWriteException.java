package savanna.search.store;

/** The disk failed while a run was written; what was committed before is kept. The message says how to go on. */
public final class RunWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
