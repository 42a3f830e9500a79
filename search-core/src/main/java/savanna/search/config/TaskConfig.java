package savanna.search.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;

/** One task of a search. Several make a suite. */
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

    /** The keys by which messages and stores call so many tasks of a config. */
    public static List<String> keys(int count) {
        return count == 1
                ? List.of("task")
                : IntStream.range(0, count).mapToObj(i -> "task[" + i + "]").toList();
    }

    /** One task, or a suite of several. */
    public static List<TaskConfig> named(String... tasks) {
        return Arrays.stream(tasks).map(TaskConfig::of).toList();
    }
}
