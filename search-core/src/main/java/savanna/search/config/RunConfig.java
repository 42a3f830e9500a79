package savanna.search.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;
import savanna.tasks.yaml.YamlOverride;
import savanna.tasks.yaml.YamlReader;

/** Everything that determines a run, apart from the machine. */
@ConfigRecord
public record RunConfig(
        @Key(value = "all randomness comes from it", fallback = "1", least = Long.MIN_VALUE)
        long seed,

        @Key(
                "the task that programs are trained on: a name that `savanna list tasks` shows, or a YAML file; or a list of them, a suite, whose fitness is the mean over the tasks of the "
                        + "difference to the start program, seed by seed, in units of each task's scale. A program that fails on one is not trained on those after it: the cheapest first saves most")
        List<TaskConfig> task,

        @Key(
                value =
                        "the program to start from: a name that `savanna list programs` shows, a file, or a program of a run such as runs/quick-1#3; or a list of them, of which the repeats take turns: "
                                + "the first is what the funnel compares with",
                fallback = "adamw",
                orList = true)
        String start,

        @Key(value = "programs to start from after start: what a list there has behind its first", fallback = "[]")
        List<String> moreStarts,

        @Key(value = "training threads; 0: one a processor. Results do not depend on it", fallback = "0", most = 1024)
        int threads,

        @Key(
                "time that the whole run takes at most, over all its sessions, such as 90s, 10m or 1.5h: searches, neighbourhood searches, funnel and comparison; what it cuts short is finished with what there is")
        Optional<Duration> time,

        @Key("processes that train tasks in Python") WorkersConfig workers,

        @Key(
                "what is better, everywhere: fitness, which is lower the better, plus the price of what a program is made of")
        ObjectiveConfig objective,

        @Key("the searches") SearchConfig search,
        @Key("local search after, or within, each search") Optional<NeighbourhoodConfig> neighbourhood,

        @Key("measures the best program so far on another task")
        Optional<MetaValidationConfig> metaValidation,

        @Key("the first stage of the funnel: the search's own task, fresh seeds")
        RankingConfig ranking,

        @Key("the second stage of the funnel (paper: about 10 times the cost of a search's training)")
        Optional<FunnelConfig> funnelB,

        @Key("the third stage of the funnel (paper: about 100 times)")
        Optional<FunnelConfig> funnelC,

        @Key("simplifies the winner as far as the task does not notice")
        Optional<SimplificationConfig> simplification,

        @Key("what is measured at the end") ReportConfig report)
        implements RunConfigBuilder.With {
    public RunConfig {
        Ranges.require(
                RunConfig.class,
                seed,
                task,
                start,
                moreStarts,
                threads,
                time,
                workers,
                objective,
                search,
                neighbourhood,
                metaValidation,
                ranking,
                funnelB,
                funnelC,
                simplification,
                report);
        task = TaskConfig.requireSuite(task);
        requireOneClock(search, workers);
        moreStarts = List.copyOf(moreStarts);
        if (search.repeats() < 1 + moreStarts.size()) {
            throw new IllegalArgumentException("start: a list of " + (1 + moreStarts.size())
                    + " programs needs as many repeats to start from them; expected search.repeats of at least that, found "
                    + search.repeats());
        }
    }

    private static void requireOneClock(SearchConfig search, WorkersConfig workers) {
        if (search.trainingTime().isPresent() && !workers.setup().commands().isEmpty()) {
            throw new IllegalArgumentException("search.training-time is by the clock, and the clocks of workers differ;"
                    + " remove it, or workers.commands: search.evaluations is a budget that all keep");
        }
    }

    /** The programs that the repeats start from, in turn. */
    public List<String> starts() {
        return Stream.concat(Stream.of(start), moreStarts.stream()).toList();
    }

    /** A list of starts, taken apart into the first and the others. */
    private static YamlMap withStarts(YamlMap map) {
        if (!(map.node("start").orElse(map) instanceof YamlNode.Sequence)) {
            return map;
        }
        List<String> starts = map.texts("start", List.of());
        if (starts.isEmpty()) {
            throw map.error("start", "expected a program, or a list of programs");
        }
        return YamlReader.withOverrides(
                map,
                List.of(
                        new YamlOverride("start", "start", quoted(starts.get(0))),
                        new YamlOverride(
                                "start",
                                "more-starts",
                                starts.stream()
                                        .skip(1)
                                        .map(RunConfig::quoted)
                                        .collect(Collectors.joining(", ", "[", "]")))));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Names of the tasks as the config gives them. */
    public List<String> taskNames() {
        return TaskConfig.names(task);
    }

    /** The tasks of all stages that name some, by the keys that do. */
    public Map<String, List<TaskConfig>> tasksByKey() {
        Map<String, List<TaskConfig>> tasks = new LinkedHashMap<>(Map.of("task", task));
        metaValidation.ifPresent(stage -> tasks.put("meta-validation.task", stage.task()));
        funnelB.ifPresent(stage -> tasks.put("funnel-b.task", stage.task()));
        funnelC.ifPresent(stage -> tasks.put("funnel-c.task", stage.task()));
        return tasks;
    }

    /** Made in code: every key that is not set has its default. */
    public static RunConfig of(Consumer<RunConfigBuilder> keys) {
        RunConfigBuilder builder = Defaults.into(RunConfigBuilder.builder(), RunConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /**
     * Reads a config file.
     *
     * @param overrides win over the file
     * @throws savanna.tasks.yaml.YamlException with file, line and key
     */
    public static RunConfig read(Path file, List<YamlOverride> overrides) {
        YamlMap map = YamlReader.read(file);
        if (map.has("data") && !map.has("search")) {
            throw map.error(
                    "this is a task, not the config of a search; name it under the key \"task\" of a config, or train on it with `savanna compare PROGRAM --task "
                            + file + "`");
        }
        return ConfigReader.read(withStarts(YamlReader.withOverrides(map, overrides)), RunConfig.class);
    }

    /** Reads a config from a text; messages call it by the given name. */
    public static RunConfig parse(String source, String text) {
        return ConfigReader.read(withStarts(YamlReader.parse(source, text)), RunConfig.class);
    }

    /** The resolved config: YAML with every key. */
    public String yaml() {
        return ConfigWriter.yaml(this);
    }
}
