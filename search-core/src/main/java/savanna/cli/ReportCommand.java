package savanna.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.config.TaskConfig;
import savanna.search.report.RunReport;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.store.WholeFile;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.compare.Comparison;
import savanna.tasks.compare.Contender;
import savanna.tasks.compare.Standing;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingService;

/** Writes the story of a run as one HTML file. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes the story of a run as one HTML file that needs no network.",
        footer = {
            "",
            "The winner is trained beside AdamW and Lion for the learning curves, on seeds that the search has not seen; --seeds 0 leaves that out."
        })
final class ReportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "the folder of a run")
    private Path folder;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to write it (default: report.html in the run's folder)")
    private Path out;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "4",
            description = "fresh seeds of the learning curves, 0 for none (default: ${DEFAULT-VALUE})")
    private int seeds;

    @Option(
            names = "--tune",
            paramLabel = "K",
            defaultValue = "8",
            description = "tries of tuning for each program of the learning curves (default: ${DEFAULT-VALUE})")
    private int tries;

    @Mixin
    private WorkerOptions workerOptions;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "trainings at a time, 0 for one a processor (default: ${DEFAULT-VALUE})")
    private int threads;

    @Override
    public Integer call() throws IOException {
        if (seeds < 0 || tries < 1 || threads < 0) {
            throw new ParameterException(spec.commandLine(), "--seeds and --threads are at least 0, --tune at least 1");
        }
        RunFolder.requireRun(folder);
        ConfigNote.of(folder).ifPresent(spec.commandLine().getErr()::println);
        Path file = out == null ? folder.resolve("report.html") : out;
        OutputPath.requireFile(spec, "--out", file);
        // Opened first: a store that cannot be read is refused before minutes of training.
        try (RunQueries run = RunQueries.open(folder)) {
            report(run, file);
        }
        return Main.DONE;
    }

    private void report(RunQueries run, Path file) throws IOException {
        String config = Files.readString(RunFolder.configFile(folder), StandardCharsets.UTF_8);
        Optional<Program> winner = run.winner();
        List<RunReport.Beside> beside = new ArrayList<>();
        if (winner.isPresent() && seeds > 0) {
            for (String task : TaskConfig.names(run.config())) {
                beside.add(beside(workerOptions.by(TaskCatalog.find(task)), winner.get()));
            }
        }
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        WholeFile.write(file, new RunReport(name, config, run, winner, beside, DerivationText::changed).html());
        spec.commandLine().getOut().println(file);
    }

    private RunReport.Beside beside(Task task, Program winner) {
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        spec.commandLine().getErr().println("training the winner, adamw and lion on " + task.name());
        try (TrainingService trainings = workerOptions.service(workers, Tasks.of(task))) {
            List<Standing> standings = new Comparison(task, seeds, tries, 0)
                    .run(
                            List.of(new Contender("winner", winner), shipped("adamw"), shipped("lion")),
                            trainings,
                            phase -> {});
            return new RunReport.Beside(
                    standings,
                    task.metric(),
                    task.name() + ", " + task.metric()
                            + ", lower is better; learning rate and weight decay of each tuned with " + tries
                            + " tries, then " + seeds
                            + " fresh seeds. Test is a split that nothing selected on; a program wins a seed if none is better on it.");
        }
    }

    private static Contender shipped(String name) {
        return new Contender(name, ProgramLibrary.find(name).orElseThrow());
    }
}
