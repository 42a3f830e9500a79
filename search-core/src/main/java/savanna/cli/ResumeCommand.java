package savanna.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private SessionOptions session;

    @Override
    public Integer call() throws IOException {
        RunFolder.requireRun(run);
        if (RunFolder.hasEmptyStore(run)) {
            spec.commandLine()
                    .getErr()
                    .println(run.resolve("run.db")
                            + " is empty (0 bytes): nothing is left of earlier trainings, and the run begins anew");
        }
        List<YamlOverride> options = session.overrides(Optional.empty());
        RunConfig config = NamedFiles.located(
                found(RunConfig.read(RunFolder.configFile(run), options)), List.of(Path.of(""), run.toAbsolutePath()));
        Catalog catalog = Catalog.ofFiles(config.workers().setup());
        NamedThings.check(config, RunFolder.configFile(run).toString(), catalog);
        RunFolder folder = Discovery.resumed(run, config, catalog);
        if (session.hasTime()) {
            folder.stages().reopen(StopReason.TIME.name());
            folder.time().cut(List.of());
        }
        return session.session(spec.commandLine()).run(config, catalog, folder);
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
