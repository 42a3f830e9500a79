package savanna.tasks.data;

import java.io.IOException;
import java.nio.file.Path;
import savanna.tasks.yaml.YamlMap;

/**
 * A kind of data, found by its name in a task's YAML. Kinds of one's own are registered for
 * {@link java.util.ServiceLoader}.
 */
public interface DataKind {

    /** Value of {@code data: kind:} in YAML, such as {@code csv}. */
    String name();

    /**
     * Reads it.
     *
     * @param options the {@code data} section, {@code kind} included; refuse unknown keys with {@link YamlMap#onlyKeys}
     * @param folder of the task's file, where its data may be
     * @throws DataException if the data is not as expected; it is shown with the line of the key {@code file}
     */
    Dataset read(YamlMap options, Path folder) throws IOException;
}
