package savanna.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import savanna.dsl.program.Program;
import savanna.search.config.TaskConfig;
import savanna.search.pipeline.NamedTasks;
import savanna.search.pipeline.NamedThings;
import savanna.search.pipeline.RunListener;
import savanna.search.random.RandomStreams;
import savanna.search.training.Candidate;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskException;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingService;

/** The tasks that an option names: one, or several with commas between, a suite. */
final class TasksOption {

    private final List<String> names;
    private final WorkerOptions workers;
    private final Tasks tasks;

    /**
     * Reads all tasks.
     *
     * @param text what stands behind the option
     * @param workers train them
     * @throws TaskException that says what is wrong and what to do
     */
    TasksOption(String text, WorkerOptions workers) {
        this.names = names(text);
        this.workers = workers;
        this.tasks = new Tasks(name -> workers.by(TaskCatalog.find(name)));
        NamedThings.sameTwice(names, tasks).ifPresent(found -> {
            throw new TaskException("--task " + text + ": " + found + "; leave one out");
        });
    }

    /** A file whose own name has a comma goes first. */
    private static List<String> names(String text) {
        if (!text.contains(",") || isFile(text)) {
            return List.of(text);
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new TaskException("--task " + text
                    + ": expected names or files of tasks with a comma between two, such as digits-mlp,noisy-vit");
        }
        return names;
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    /** Each task, in order. */
    List<Task> each() {
        return names.stream().map(tasks::find).toList();
    }

    /** Says what was found when their data was read. */
    void tell(PrintWriter messages) {
        each().forEach(task -> TaskFindings.tell(task, messages));
    }

    /** A service that trains them. */
    TrainingService service(int threads) {
        return workers.service(threads, tasks);
    }

    /**
     * The one task, or the suite.
     *
     * @param start whose fitness is 0 on a suite, and whose deviations are its scales
     * @param random chooses the seeds of the measurement
     * @param consequence what the command did not do if the program gives no scales
     */
    Task asOne(
            Program start, TrainingService trainings, RandomStreams random, PrintWriter messages, String consequence) {
        RunListener listener = new RunListener() {
            @Override
            public void begin(String words) {
                messages.println(words);
                messages.flush();
            }

            @Override
            public void end(String words) {
                begin(words);
            }
        };
        return new NamedTasks(tasks, trainings, random, listener, consequence)
                .find(TaskConfig.named(names.toArray(String[]::new)), Candidate.of(start));
    }
}
