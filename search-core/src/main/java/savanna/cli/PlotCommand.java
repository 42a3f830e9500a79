package savanna.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.plot.Figures;
import savanna.search.store.RunFolder;

/** Draws runs. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        description =
                "Draws the paper's Figure 2 (fitness over programs and at equal cost, cache hits, redundancy) and Figure 3 (meta-validation) for runs, as SVG.",
        footer = {
            "",
            "Searches of one strategy, in one run or several, are taken as repeats: the figures show mean and standard error. Those that start from a program",
            "that was found are drawn apart."
        })
final class PlotCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "folders of runs")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the figures (default: the first run's)")
    private Path out;

    @Override
    public Integer call() {
        runs.forEach(RunFolder::requireRun);
        runs = distinct();
        Path folder = out != null ? out : runs.get(0);
        OutputPath.requireFolder(spec, "--out", folder);
        Figures.draw(runs, folder).forEach(spec.commandLine().getOut()::println);
        return Main.DONE;
    }

    /** A run that is named twice is one: as its own repeat it would make errors look small. */
    private List<Path> distinct() {
        Map<Path, Path> distinct = new LinkedHashMap<>();
        for (Path run : runs) {
            try {
                distinct.putIfAbsent(run.toRealPath(), run);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(distinct.values());
    }
}
