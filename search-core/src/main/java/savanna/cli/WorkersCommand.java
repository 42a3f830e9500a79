package savanna.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.NamedFiles;
import savanna.search.pipeline.NamedThings;
import savanna.tasks.Task;
import savanna.tasks.workers.WorkerTrial;

/** Tries the workers of a config before a long search does. */
@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        description =
                "Starts every worker that a config names and has it train once: version, data, arithmetic, speed.",
        footer = {"", "Exit status 0 if all of them may train all tasks of the config, else 1."})
final class WorkersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CONFIG", description = "the config of a search")
    private Path config;

    @Option(names = "--worker", paramLabel = "CMD", description = "a command in place of the config's; may be repeated")
    private List<String> workers = List.of();

    @Option(names = "--json", description = "print one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        RunConfig resolved = NamedFiles.located(
                RunConfig.read(config, Overrides.workers(workers)),
                List.of(Path.of(""), config.toAbsolutePath().getParent()));
        Catalog catalog = Catalog.ofFiles(resolved.workers().setup());
        NamedThings.check(resolved, config.toString(), catalog);
        List<Task> tasks = NamedFiles.tasksByKey(resolved).values().stream()
                .distinct()
                .map(catalog.tasks()::find)
                .toList();
        List<WorkerTrial> trials = new ArrayList<>();
        for (Task task : tasks) {
            trials.addAll(WorkerTrial.of(task, resolved.workers().setup()));
        }
        if (json) {
            spec.commandLine()
                    .getOut()
                    .println(Json.of(
                            trials.stream().map(WorkersCommand::document).toList()));
        } else if (trials.isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println(
                            "No workers: tasks in Java are trained on threads of the search itself; workers.commands or --worker names others");
        } else {
            lines(trials).forEach(spec.commandLine().getOut()::println);
        }
        spec.commandLine().getOut().flush();
        return trials.stream().allMatch(WorkerTrial::isAdmitted) ? Main.DONE : Main.FAILED;
    }

    private static List<String> lines(List<WorkerTrial> trials) {
        TextTable table = new TextTable(
                "worker", "task", "host", "slots", "version", "start", "round trip", "a training", "verdict");
        for (WorkerTrial trial : trials) {
            table.add(
                    trial.command(),
                    trial.task(),
                    trial.host().isEmpty() ? "-" : trial.host(),
                    Integer.toString(trial.slots()),
                    trial.version().isEmpty() ? "-" : trial.version(),
                    time(trial.startMillis()),
                    time(trial.roundTripMillis()),
                    time(trial.trainingMillis()),
                    trial.isAdmitted() ? "trains" : "REFUSED");
            table.note(trial.isAdmitted() && trial.note().isEmpty() ? trial.numerics() : trial.note());
        }
        return table.lines();
    }

    private static String time(double millis) {
        return Double.isNaN(millis) ? "-" : String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    private static Map<String, Object> document(WorkerTrial trial) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("command", trial.command());
        document.put("task", trial.task());
        document.put("host", trial.host());
        document.put("slots", trial.slots());
        document.put("version", trial.version());
        document.put("numerics", trial.numerics());
        document.put("startMillis", trial.startMillis());
        document.put("roundTripMillis", trial.roundTripMillis());
        document.put("trainingMillis", trial.trainingMillis());
        document.put("trains", trial.isAdmitted());
        document.put("note", trial.note());
        return document;
    }
}
