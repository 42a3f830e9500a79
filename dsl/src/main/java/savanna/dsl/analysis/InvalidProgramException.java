package savanna.dsl.analysis;

/** A program that abstract execution rejects; the message names the statement, what is wrong and what to do. */
public final class InvalidProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidProgramException(String message) {
        super(message);
    }
}
