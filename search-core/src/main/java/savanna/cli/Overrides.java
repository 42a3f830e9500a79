package savanna.cli;

import java.time.Duration;
import savanna.search.config.RunConfig;

/** Options of the command line that win over the config. */
final class Overrides {
    private Overrides() {}

    /** The config with those options that were given; an option that was not is null, as picocli has it. */
    static RunConfig apply(RunConfig config, Long seed, Integer threads, Long programs, Duration time) {
        RunConfig result = config;
        result = seed == null ? result : result.withSeed(seed);
        result = threads == null ? result : result.withThreads(threads);
        result = programs == null ? result : result.withPrograms(programs);
        return time == null ? result : result.withTime(time);
    }
}
