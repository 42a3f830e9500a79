package savanna.tasks.data;

/** Data that is missing or not as expected; the message names the file, what is wrong and what is expected. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
