package savanna.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private SessionOptions session;

    @Override
    public Integer call() throws IOException {
        List<YamlOverride> options = session.overrides(Optional.ofNullable(seed));
        RunConfig resolved = NamedFiles.located(
                RunConfig.read(config, options),
                List.of(Path.of(""), config.toAbsolutePath().getParent()));
        Catalog catalog = Catalog.ofFiles(resolved.workers().setup());
        NamedThings.check(resolved, config.toString(), catalog);
        if (!session.isQuiet()) {
            NamedFiles.tasksByKey(resolved).values().stream()
                    .distinct()
                    .map(catalog.tasks()::find)
                    .forEach(task -> TaskFindings.tell(task, spec.commandLine().getErr()));
        }
        Path folder = out != null ? out : freeFolder(resolved.seed());
        return session.session(spec.commandLine()).run(resolved, catalog, RunFolder.create(folder, resolved.yaml()));
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
