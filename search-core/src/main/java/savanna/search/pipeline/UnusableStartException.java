package savanna.search.pipeline;

/**
 * The start program does not train on the task of a search, or has reached its target already: there is nothing to
 * search.
 */
public final class UnusableStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableStartException(String message) {
        super(message);
    }
}
