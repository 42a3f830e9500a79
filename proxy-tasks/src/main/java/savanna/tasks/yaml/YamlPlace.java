package savanna.tasks.yaml;

/**
 * Where something stands.
 *
 * @param source the file as the user named it, or another name of the source
 * @param line from 1; 0 if the source has no lines, as an option of the command line
 */
public record YamlPlace(String source, int line) {

    YamlException error(String message) {
        return new YamlException(this + ": " + message);
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
