package savanna.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/**
 * The tasks that an option names: one, or several with commas between, a suite. Behind each of several there may be its
 * scale: {@code noisy-vit=0.08,zipf-lm-4=0.02}.
 */
final class TasksOption {

    /** Of a task in a list. */
    private static final Pattern SCALED = Pattern.compile("(.+)=([^=]+)");

    private final List<TaskConfig> named;
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
        this.named = named(text);
        this.workers = workers;
        this.tasks = new Tasks(name -> workers.by(TaskCatalog.find(name)));
        NamedThings.sameTwice(TaskConfig.names(named), tasks).ifPresent(found -> {
            throw new TaskException("--task " + text + ": " + found + "; leave one out");
        });
    }

    /** A file whose own name has a comma goes first. */
    private static List<TaskConfig> named(String text) {
        if (!text.contains(",") || isFile(text)) {
            return List.of(TaskConfig.of(text));
        }
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.contains("")) {
            throw new TaskException("--task " + text
                    + ": expected names or files of tasks with a comma between two, such as digits-mlp,noisy-vit");
        }
        return names.stream().map(name -> scaled(text, name)).toList();
    }

    private static TaskConfig scaled(String text, String name) {
        Matcher scaled = SCALED.matcher(name);
        if (isFile(name) || !scaled.matches()) {
            return TaskConfig.of(name);
        }
        try {
            return new TaskConfig(scaled.group(1), OptionalDouble.of(Double.parseDouble(scaled.group(2))));
        } catch (IllegalArgumentException wrong) {
            throw new TaskException("--task " + text + ": expected behind " + scaled.group(1)
                    + "= its scale, a number from 1e-12 to 1e12 such as 0.02, found " + scaled.group(2));
        }
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
        return named.stream().map(each -> tasks.find(each.task())).toList();
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
        return new NamedTasks(tasks, trainings, random, listener, consequence).find(named, Candidate.of(start));
    }
}
