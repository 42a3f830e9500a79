package savanna.tasks;

/** A task, or its data, that cannot be used; the message names the file, what is wrong and what is expected. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TaskException(String message) {
        super(message);
    }

    public TaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
