package savanna.tasks.yaml;

/** A configuration that cannot be used; the message begins with {@code file:line:}. */
public final class YamlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public YamlException(String message) {
        super(message);
    }

    public YamlException(String message, Throwable cause) {
        super(message, cause);
    }
}
