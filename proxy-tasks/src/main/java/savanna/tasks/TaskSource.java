package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.tasks.yaml.YamlMap;

/**
 * What a task was read from: enough to make it anew on another machine, where its data files may lie elsewhere.
 *
 * @param root its YAML as plain values
 * @param files its data files here
 */
public record TaskSource(Map<String, Object> root, List<Path> files) {

    public TaskSource {
        files = List.copyOf(files);
    }

    @SuppressWarnings("unchecked")
    static TaskSource of(YamlMap root, List<Path> files) {
        return new TaskSource((Map<String, Object>) root.plain(), files);
    }

    /** How the YAML names one of the files. */
    public Optional<String> nameOf(Path file) {
        return named(root, file);
    }

    private static Optional<String> named(Object value, Path file) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream()
                    .flatMap(each -> named(each, file).stream())
                    .findFirst();
        }
        if (value instanceof List<?> list) {
            return list.stream().flatMap(each -> named(each, file).stream()).findFirst();
        }
        return value instanceof String text && TaskContent.names(text, List.of(file))
                ? Optional.of(text)
                : Optional.empty();
    }
}
