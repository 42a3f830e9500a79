package savanna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.source.ProgramSource;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;

/** Shows what a run found, or what a program is. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows the hall of fame, the counts and the winner's lineage of a run, or the forms of a program.",
        footer = {"", "Opening a run executes nothing from it."})
final class InspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RUN|PROGRAM",
            arity = "1..*",
            description =
                    "the folder of a run, a program file, the name of a shipped program, or a program of a run such as RUN#3; several runs stand side by side")
    private List<String> subjects;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "rows of the hall of fame (default: ${DEFAULT-VALUE})")
    private int rows;

    @Option(
            names = "--lineage",
            description = "show the steps too that did not change what the program computes (default: left out)")
    private boolean isWholeLineage;

    @Option(names = "--failures", description = "show why programs failed, with an example each, in place of all else")
    private boolean failures;

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        if (rows < 1) {
            throw new ParameterException(spec.commandLine(), "--rows is at least 1");
        }
        if (subjects.size() > 1) {
            return sideBySide();
        }
        String subject = subjects.get(0);
        Path path = Path.of(subject);
        if (RunFolder.isRun(path)) {
            try (RunQueries run = RunQueries.open(path)) {
                ConfigNote.of(path).ifPresent(spec.commandLine().getErr()::println);
                if (failures) {
                    FailureView view = new FailureView(path, run.failures());
                    print(json ? Json.of(view.document()) : coloured(view.lines()));
                    return Main.DONE;
                }
                RunView view = RunView.of(path, run, rows, isWholeLineage);
                WorkersView workers = new WorkersView(run.workers());
                if (json) {
                    Map<String, Object> document = new RunDocument(view).document();
                    document.put("workers", workers.document());
                    document.put("workerTotals", workers.totals());
                    print(Json.of(document));
                } else {
                    print(coloured(Stream.concat(new RunText(view).lines().stream(), workers.lines().stream())
                            .toList()));
                }
            }
        } else if (Files.isDirectory(path)) {
            RunFolder.requireRun(path);
        } else {
            ProgramView view = new ProgramView(AbstractExecution.ofValid(ProgramSource.find(subject)));
            print(json ? Json.of(view.document()) : coloured(view.lines()));
        }
        return Main.DONE;
    }

    private int sideBySide() {
        List<Path> runs = subjects.stream().map(Path::of).toList();
        runs.forEach(RunFolder::requireRun);
        runs.forEach(run -> ConfigNote.of(run).ifPresent(spec.commandLine().getErr()::println));
        SideBySide view = SideBySide.of(runs);
        print(json ? Json.of(view.document()) : coloured(view.lines()));
        return Main.DONE;
    }

    private String coloured(List<String> lines) {
        Colours colours = new Colours(spec.commandLine().getColorScheme().ansi());
        // A run may be a stranger's: what it says does not steer the terminal.
        return lines.stream()
                .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
                .map(colours::of)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
    }
}
