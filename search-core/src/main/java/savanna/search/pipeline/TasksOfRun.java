package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import savanna.search.config.TaskConfig;
import savanna.search.random.RandomStreams;
import savanna.search.rate.FirstLook;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.compare.Statistics;
import savanna.tasks.suite.Suite;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingCrashException;
import savanna.tasks.training.TrainingService;

/**
 * The task of a run's searches: the one that the config names, or a suite of several, whose scales are measured on the
 * start program.
 */
final class TasksOfRun {

    /** Seeds on which the start program's deviation is measured. */
    private static final int SEEDS = 16;

    private final Tasks tasks;
    private final TrainingService trainings;
    private final RandomStreams random;
    private final RunListener listener;

    TasksOfRun(Tasks tasks, TrainingService trainings, RandomStreams random, RunListener listener) {
        this.tasks = tasks;
        this.trainings = trainings;
        this.random = random;
        this.listener = listener;
    }

    /** @throws UnusableStartException if the start program does not train on a task of a suite, or gives it no scale */
    Task find(List<TaskConfig> named, Candidate start) {
        if (named.size() == 1) {
            return tasks.find(named.get(0).task());
        }
        listener.begin(
                "suite of " + named.size() + " tasks: measuring the start program on " + SEEDS + " seeds of each");
        List<Long> seeds = FreshSeeds.of(random, "suite", SEEDS);
        List<Task> found = named.stream().map(each -> tasks.find(each.task())).toList();
        List<TrainingResult> results = trainings.train(found.stream()
                .map(task -> start.request(task, seeds, Hurdles.none()))
                .toList());
        List<Suite.Part> parts = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            parts.add(part(found.get(i), named.get(i).scale(), start, results.get(i)));
        }
        Suite suite = new Suite(start.program(), start.hash(), parts);
        listener.end(suite.description());
        return suite;
    }

    private static Suite.Part part(Task task, OptionalDouble stated, Candidate start, TrainingResult result) {
        if (result.outcome() == Outcome.CRASHED) {
            throw new TrainingCrashException("the start program crashed on " + task.name() + ": " + result.text());
        }
        if (result.outcome() != Outcome.TRAINED) {
            throw new UnusableStartException(new FirstLook(task, List.of()).words("the start program", result)
                    + ", begin with another program, or leave the task out. Nothing was searched");
        }
        List<Double> fitness = Measurement.of(start, result).fitness();
        double mean = Statistics.mean(fitness);
        double scale = stated.orElse(Statistics.deviation(fitness));
        if (!(scale > 1e-12 * Math.abs(mean))) {
            throw new UnusableStartException(String.format(
                    Locale.ROOT,
                    "the start program's fitness on %s is %s with every seed, which gives no scale; state one in the config, such as {task: %s, scale: %.1e}. Nothing was searched",
                    task.name(),
                    mean,
                    task.name(),
                    Math.max(1e-6, Math.abs(mean) / 100)));
        }
        return new Suite.Part(task, scale, mean);
    }
}
