package savanna.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.chart.ChartFormat;
import savanna.search.plot.Figures;
import savanna.search.store.RunFolder;

/** Draws runs. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        description =
                "Draws the paper's Figure 2 (fitness over programs and at equal cost, cache hits, redundancy) and Figure 3 (meta-validation) for runs, and at which price of memory the best program keeps how much of it.",
        footer = {
            "",
            "Searches of one strategy, in one run or in runs that differ in the seed alone, are taken as repeats: the figures show mean and standard error. Other runs",
            "stand side by side, and so do searches that start from a program that was found."
        })
final class PlotCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "folders of runs")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for the figures (default: the first run's)")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "F",
            split = ",",
            defaultValue = "svg",
            description =
                    "svg, png, pdf, csv (the curves as tables) or tensorboard (as scalars); several with commas (default: ${DEFAULT-VALUE})")
    private Set<ChartFormat> formats;

    @Override
    public Integer call() {
        runs.forEach(RunFolder::requireRun);
        runs = distinct();
        runs.forEach(run -> ConfigNote.of(run).ifPresent(spec.commandLine().getErr()::println));
        Path folder = out != null ? out : runs.get(0);
        OutputPath.requireFolder(spec, "--out", folder);
        Figures.draw(runs, folder, formats).forEach(spec.commandLine().getOut()::println);
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
