package savanna.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import savanna.tasks.yaml.YamlOverride;

/** Options of the command line that win over the config, and are checked as its keys are. */
final class Overrides {
    private Overrides() {}

    /** Those options that were given; one that was not is null, as picocli has it. */
    static List<YamlOverride> of(Long seed, Integer threads, Long programs, Duration time) {
        List<YamlOverride> given = new ArrayList<>();
        add(given, "--seed", "seed", seed, "");
        add(given, "--threads", "threads", threads, "");
        add(given, "--programs", "search.programs", programs, "");
        add(given, "--time", "time", time == null ? null : time.toMillis(), "ms");
        return given;
    }

    /** The commands of workers that were given, in place of those of a config. */
    static List<YamlOverride> workers(List<String> commands) {
        return commands.isEmpty()
                ? List.of()
                : List.of(
                        new YamlOverride("--worker", "workers.commands", Json.of(commands)),
                        new YamlOverride("--worker", "workers.command", "[]"));
    }

    private static void add(List<YamlOverride> given, String option, String path, Number value, String unit) {
        if (value != null) {
            given.add(new YamlOverride(option + " " + value + unit, path, value + unit));
        }
    }
}
