package savanna.search.against;

/** An optimizer that cannot be run beside a program; the message says why and what to do. */
public final class AgainstException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AgainstException(String message) {
        super(message);
    }
}
