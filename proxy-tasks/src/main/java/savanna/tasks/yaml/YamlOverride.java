package savanna.tasks.yaml;

/**
 * A value that wins over the one in a file.
 *
 * @param source how messages call the place it comes from, such as {@code --programs 50}
 * @param path of the key, with dots
 * @param value read as YAML; {@link #ABSENT} takes the key, or the section, out of the file
 */
public record YamlOverride(String source, String path, String value) {

    /** The value that stands for none. */
    public static final String ABSENT = "absent";

    /**
     * As {@code --set} of the command line takes it.
     *
     * @param text such as {@code search.population=50}
     * @throws YamlException if that is not a key and a value
     */
    public static YamlOverride set(String text) {
        String source = "--set " + text;
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new YamlException(source + ": expected key=value, such as search.population=50");
        }
        return new YamlOverride(source, text.substring(0, equals), text.substring(equals + 1));
    }
}
