package savanna.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import savanna.tasks.yaml.YamlOverride;

/** Options of a session of a run, whether it begins or goes on. */
final class SessionOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "training threads, 0 for one a processor (default: the config's)")
    private Integer threads;

    @Option(
            names = "--programs",
            paramLabel = "N",
            description = "programs a search makes in all (default: the config's)")
    private Long programs;

    @Option(
            names = "--time",
            paramLabel = "T",
            converter = DurationConverter.class,
            description =
                    "time the whole run takes at most, with what it took before, such as 90s, 10m or 1.5h (default: the config's)")
    private Duration time;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "sets a key of the config, such as search.population=300, or task=FILE where an equal task now lies; may be repeated")
    private List<String> sets = List.of();

    @Option(
            names = "--worker",
            paramLabel = "CMD",
            description =
                    "a command that starts a worker, such as 'ssh gpu1 savanna worker'; may be repeated (default: the config's)")
    private List<String> workers = List.of();

    @Option(
            names = "--watch",
            description = "serve a page that follows the run on 127.0.0.1, as savanna watch does, while it goes on")
    private boolean isWatched;

    @Option(names = "--quiet", description = "show no progress")
    private boolean isQuiet;

    /** What wins over the config. @param seed of the run, for one that begins */
    List<YamlOverride> overrides(Optional<Long> seed) {
        return Stream.of(
                        sets.stream().map(YamlOverride::set).toList(),
                        Overrides.of(seed.orElse(null), threads, programs, time),
                        Overrides.workers(workers))
                .flatMap(List::stream)
                .toList();
    }

    /** Whether the run is given another time. */
    boolean hasTime() {
        return time != null;
    }

    boolean isQuiet() {
        return isQuiet;
    }

    RunSession session(CommandLine command) {
        return new RunSession(command, isQuiet, isWatched);
    }
}
