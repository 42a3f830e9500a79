package savanna.search.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;

/** One task of several in a list: a suite. */
@Shorthand(text = "task")
@ConfigRecord
public record TaskConfig(
        @Key("a name that `savanna list tasks` shows, a YAML file, or a Python function as FILE.py:FUNCTION")
        String task,

        @Key(
                value =
                        "in a list of tasks: what counts as 1 of this one's fitness; absent: the standard deviation of the start program's fitness over 16 seeds",
                least = 1e-12,
                most = 1e12)
        OptionalDouble scale)
        implements TaskConfigBuilder.With {

    public TaskConfig {
        Ranges.require(TaskConfig.class, task, scale);
    }

    /** With the scale that its start program gives it. */
    public static TaskConfig of(String task) {
        return new TaskConfig(task, OptionalDouble.empty());
    }

    /** Names of the tasks that a config in YAML gives, be it of an older version; none where it gives none. */
    public static List<String> names(YamlMap config) {
        List<YamlNode> nodes = config.node("task")
                .map(node -> node instanceof YamlNode.Sequence list ? list.items() : List.of(node))
                .orElse(List.of());
        return nodes.stream()
                .flatMap(node -> (node instanceof YamlMap section ? section.node("task") : Optional.of(node)).stream())
                .filter(YamlNode.Scalar.class::isInstance)
                .map(node -> ((YamlNode.Scalar) node).text())
                .toList();
    }

    /** Refuses a list that is no suite. @throws IllegalArgumentException that says what was expected */
    static List<TaskConfig> requireSuite(List<TaskConfig> tasks) {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("task: expected a task, or a list of tasks, found an empty list");
        }
        if (tasks.size() == 1 && tasks.get(0).scale().isPresent()) {
            throw new IllegalArgumentException(
                    "task: a scale weighs one task of a list against the others, and there is one alone; leave it out");
        }
        Set<String> names = new HashSet<>();
        for (TaskConfig task : tasks) {
            if (!names.add(task.task())) {
                throw new IllegalArgumentException("task: expected different tasks, found " + task.task()
                        + " twice; a smaller scale gives it more weight");
            }
        }
        return List.copyOf(tasks);
    }

    /** Names of tasks as the config gives them. */
    public static List<String> names(List<TaskConfig> tasks) {
        return tasks.stream().map(TaskConfig::task).toList();
    }

    /** The keys by which messages and stores call so many tasks that a key of a config names. */
    public static List<String> keys(String key, int count) {
        return count == 1
                ? List.of(key)
                : IntStream.range(0, count).mapToObj(i -> key + "[" + i + "]").toList();
    }

    /** One task, or a suite of several. */
    public static List<TaskConfig> named(String... tasks) {
        return Arrays.stream(tasks).map(TaskConfig::of).toList();
    }
}
