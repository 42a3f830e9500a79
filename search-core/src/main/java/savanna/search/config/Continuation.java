package savanna.search.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlReader;

/**
 * What may be another in the config of a run that goes on: threads, budgets, and the stages after the searches, which
 * are measured anew; and the names of what it uses, as long as the content is the same. All other keys decide what the
 * searches make, and what they made stays in the run.
 */
public final class Continuation {

    /** Keys, and sections with a dot at their end. */
    private static final List<String> FREE = List.of(
            // What these name is compared by its content.
            "start",
            "threads",
            "time",
            "workers.",
            "search.at-a-time",
            "search.programs",
            "search.evaluations",
            "search.training-time",
            "search.time",
            "search.plateau",
            "search.target",
            "ranking.",
            "funnel-b.",
            "funnel-c.",
            "report.");

    private static final String TASK = "task";

    /** Keys whose names are compared by content, and which hold more than names. */
    private static final List<String> NAMED = List.of(TASK, "meta-validation.task", "more-starts");

    private Continuation() {}

    /** What is there without its names: how many there are, and what else is said of them. */
    private static Object unnamed(Object tasks) {
        if (tasks instanceof List<?> list) {
            return list.stream().map(Continuation::unnamed).toList();
        }
        if (tasks instanceof Map<?, ?> map) {
            Map<Object, Object> rest = new LinkedHashMap<>(map);
            rest.remove(TASK);
            return rest;
        }
        return "one";
    }

    /** The first key that is another now and must not be, in words. */
    public static Optional<String> forbidden(RunConfig before, RunConfig now) {
        Map<String, Object> old = values(before);
        Map<String, Object> other = values(now);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(other.keySet());
        return keys.stream()
                .filter(key ->
                        FREE.stream().noneMatch(free -> free.endsWith(".") ? key.startsWith(free) : key.equals(free)))
                .filter(key -> !Objects.equals(old.get(key), other.get(key)))
                .findFirst()
                .map(key -> key + " is " + other.getOrDefault(key, "absent") + ", and was "
                        + old.getOrDefault(key, "absent") + " when the run began");
    }

    private static Map<String, Object> values(RunConfig config) {
        Map<String, Object> values = new LinkedHashMap<>();
        collect(YamlReader.parse("config", config.yaml()), "", values);
        return values;
    }

    private static void collect(YamlMap map, String prefix, Map<String, Object> values) {
        map.entries().forEach((key, node) -> {
            if (node instanceof YamlMap inner) {
                collect(inner, prefix + key + ".", values);
            } else {
                String path = prefix + key;
                values.put(path, NAMED.contains(path) ? unnamed(node.plain()) : node.plain());
            }
        });
    }
}
