package savanna.search.store;

/** A run folder that cannot be written or read; the message names it and says what to do. */
public final class RunStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunStoreException(String message) {
        super(message);
    }

    public RunStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
