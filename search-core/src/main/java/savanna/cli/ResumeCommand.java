package savanna.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.Discovery;
import savanna.search.config.RunConfig;
import savanna.search.evolution.StopReason;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.NamedThings;
import savanna.search.store.RunFolder;

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
            description = "time a search takes in all (default: as before)")
    private Duration time;

    @Option(names = "--quiet", description = "show no progress")
    private boolean isQuiet;

    @Override
    public Integer call() {
        RunFolder.requireRun(run);
        RunConfig config = RunConfig.read(RunFolder.configFile(run), Overrides.of(null, threads, programs, time));
        Catalog catalog = Catalog.ofFiles(config.workers().setup());
        NamedThings.check(config, RunFolder.configFile(run).toString(), catalog);
        RunFolder folder = Discovery.resumed(run, config, catalog);
        if (time != null) {
            folder.stages().reopen(StopReason.TIME.name());
        }
        return new RunSession(spec.commandLine(), isQuiet).run(config, catalog, folder);
    }
}
