package savanna.dsl.export;

/** A program that a target cannot express; the message names the statement, and what to do. */
public final class ExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExportException(String message) {
        super(message);
    }
}
