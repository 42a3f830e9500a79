package savanna.cli;

import java.io.IOException;
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
import savanna.search.Discovery;
import savanna.search.config.RunConfig;
import savanna.search.evolution.StopReason;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.NamedFiles;
import savanna.search.pipeline.NamedThings;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.tasks.yaml.YamlOverride;

/** Goes on with a run. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Goes on with a run that was interrupted, or extends one that has ended.")
final class ResumeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "the folder of a run")
    private Path run;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "training threads, 0 for one a processor (default: as before)")
    private Integer threads;

    @Option(names = "--programs", paramLabel = "N", description = "programs a search makes in all (default: as before)")
    private Long programs;

    @Option(
            names = "--time",
            paramLabel = "T",
            converter = DurationConverter.class,
            description = "time the whole run takes at most, with what it took before (default: as before)")
    private Duration time;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "sets a key that a run may go on with, such as task=FILE where an equal task now lies; may be repeated")
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
        RunFolder.requireRun(run);
        if (RunFolder.hasEmptyStore(run)) {
            spec.commandLine()
                    .getErr()
                    .println(run.resolve("run.db")
                            + " is empty (0 bytes): nothing is left of earlier trainings, and the run begins anew");
        }
        List<YamlOverride> options = Stream.of(
                        sets.stream().map(YamlOverride::set).toList(),
                        Overrides.of(null, threads, programs, time),
                        Overrides.workers(workers))
                .flatMap(List::stream)
                .toList();
        RunConfig config = NamedFiles.located(
                found(RunConfig.read(RunFolder.configFile(run), options)), List.of(Path.of(""), run.toAbsolutePath()));
        Catalog catalog = Catalog.ofFiles(config.workers().setup());
        NamedThings.check(config, RunFolder.configFile(run).toString(), catalog);
        RunFolder folder = Discovery.resumed(run, config, catalog);
        if (time != null) {
            folder.stages().reopen(StopReason.TIME.name());
            folder.time().cut(List.of());
        }
        return new RunSession(spec.commandLine(), isQuiet, isWatched).run(config, catalog, folder);
    }

    /** Its files, which may have been moved with the folder. */
    private RunConfig found(RunConfig config) {
        if (!RunFolder.hasStore(run)) {
            return config;
        }
        try (RunQueries queries = RunQueries.open(run)) {
            return queries.writtenAt()
                    .map(before -> NamedFiles.moved(
                            config, before, run.toAbsolutePath().normalize()))
                    .orElse(config);
        }
    }
}
