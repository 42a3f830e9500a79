package savanna.tasks.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import savanna.tasks.yaml.Registered;
import savanna.tasks.yaml.YamlMap;

/** Reads the {@code data} section of a task. */
public final class DataSource {
    private DataSource() {}

    /**
     * Reads it. Errors begin with the line of the key that they are about.
     *
     * @param folder of the task's file, where its data may be
     * @throws DataException if the data is not as expected
     * @throws savanna.tasks.yaml.YamlException if a key is wrong or names a file that is not there
     */
    public static Dataset read(YamlMap map, Path folder) {
        DataKind kind = Registered.find(map, DataKind.class, DataKind::name, "kind of data");
        try {
            return kind.read(map, folder);
        } catch (DataException wrong) {
            throw located(map, wrong.getMessage(), wrong);
        } catch (IOException broken) {
            throw located(map, "the data cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static DataException located(YamlMap map, String message, Exception cause) {
        String key = Stream.of("file", "images").filter(map::has).findFirst().orElse("kind");
        return new DataException(map.error(key, message).getMessage(), cause);
    }
}
