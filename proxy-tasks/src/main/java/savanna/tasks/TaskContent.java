package savanna.tasks;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import savanna.tasks.data.DataException;
import savanna.tasks.yaml.YamlMap;

/**
 * What a task's trainings depend on: its YAML without what is for people, in any order and notation, and the content of
 * its data files, wherever they lie.
 */
final class TaskContent {
    private static final Set<String> FOR_PEOPLE = Set.of("description", "good-for");

    private TaskContent() {}

    /** @throws DataException if a data file can no longer be read */
    static TaskDigest digest(YamlMap root, List<Path> files) {
        SortedMap<String, String> parts = new TreeMap<>();
        root.entries().forEach((key, value) -> {
            if (!FOR_PEOPLE.contains(key)) {
                parts.put(key, TaskDigest.sha256(text(value.plain(), files)));
            }
        });
        for (int i = 0; i < files.size(); i++) {
            try {
                parts.put("data file " + (i + 1), TaskDigest.sha256(files.get(i)));
            } catch (IOException unreadable) {
                throw new DataException(files.get(i) + ": cannot be read: " + unreadable, unreadable);
            }
        }
        return TaskDigest.of(parts);
    }

    /** Maps in the order of their keys; the name of a data file is no content. */
    private static String text(Object value, List<Path> files) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey().toString()) + ":" + text(entry.getValue(), files))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> text(each, files)).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Number number) {
            // 1, 1.0 and 1e0 are one number.
            return Double.toString(number.doubleValue());
        }
        return names(value.toString(), files) ? "file" : quoted(value.toString());
    }

    /** Whether a text of the YAML names one of the files. */
    static boolean names(String text, List<Path> files) {
        try {
            return !text.isEmpty() && files.stream().anyMatch(file -> file.endsWith(Path.of(text)));
        } catch (InvalidPathException other) {
            return false;
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
