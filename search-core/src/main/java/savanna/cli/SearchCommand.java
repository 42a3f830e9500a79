package savanna.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.NamedFiles;
import savanna.search.pipeline.NamedThings;
import savanna.search.store.RunFolder;
import savanna.tasks.yaml.YamlOverride;

/** Runs a search from a config. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "Runs the search that a config describes.",
        footer = {
            "",
            "The same config and seed give the same result on any number of threads. Ctrl-C saves the state; savanna resume goes on."
        })
final class SearchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "a YAML file, such as configs/quick.yaml")
    private Path config;

    @Option(names = "--seed", paramLabel = "N", description = "seed of all randomness (default: the config's)")
    private Long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "folder of the run, absent or empty (default: runs/CONFIG-SEED, with a number if that exists)")
    private Path out;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "training threads, 0 for one a processor (default: the config's)")
    private Integer threads;

    @Option(names = "--programs", paramLabel = "N", description = "programs a search makes (default: the config's)")
    private Long programs;

    @Option(
            names = "--time",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "time the whole run takes at most, such as 90s, 10m or 1.5h (default: the config's)")
    private Duration time;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "sets a key of the config, such as search.population=300; may be repeated")
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

    @Override
    public Integer call() throws IOException {
        List<YamlOverride> options = Stream.of(
                        sets.stream().map(YamlOverride::set).toList(),
                        Overrides.of(seed, threads, programs, time),
                        Overrides.workers(workers))
                .flatMap(List::stream)
                .toList();
        RunConfig resolved = NamedFiles.located(
                RunConfig.read(config, options),
                List.of(Path.of(""), config.toAbsolutePath().getParent()));
        Catalog catalog = Catalog.ofFiles(resolved.workers().setup());
        NamedThings.check(resolved, config.toString(), catalog);
        if (!isQuiet) {
            NamedFiles.tasksByKey(resolved).values().stream()
                    .distinct()
                    .map(catalog.tasks()::find)
                    .forEach(task -> TaskFindings.tell(task, spec.commandLine().getErr()));
        }
        Path folder = out != null ? out : freeFolder(resolved.seed());
        return new RunSession(spec.commandLine(), isQuiet, isWatched)
                .run(resolved, catalog, RunFolder.create(folder, resolved.yaml()));
    }

    private Path freeFolder(long resolvedSeed) {
        String name = config.getFileName().toString().replaceFirst("\\.ya?ml$", "") + "-" + resolvedSeed;
        Path folder = Path.of("runs", name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = Path.of("runs", name + "-" + i);
        }
        return folder;
    }
}
