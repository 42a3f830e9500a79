package savanna.search.source;

/** A program that cannot be found or read; the message says where, what is wrong and what to do. */
public final class ProgramSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProgramSourceException(String message) {
        super(message);
    }

    ProgramSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
