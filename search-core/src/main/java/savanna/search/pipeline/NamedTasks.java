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
 * The tasks that a key or an option names, as one task: the only one, or a suite of them, whose scales are measured on
 * a start program as it is.
 */
public final class NamedTasks {

    /** Seeds on which the start program's deviation is measured. */
    private static final int SEEDS = 16;

    private final Tasks tasks;
    private final TrainingService trainings;
    private final RandomStreams random;
    private final RunListener listener;
    private final String consequence;

    /**
     * @param listener is told what is measured
     * @param consequence what was not done if the start program is of no use, such as "Nothing was searched"
     */
    public NamedTasks(
            Tasks tasks, TrainingService trainings, RandomStreams random, RunListener listener, String consequence) {
        this.tasks = tasks;
        this.trainings = trainings;
        this.random = random;
        this.listener = listener;
        this.consequence = consequence;
    }

    /** @throws UnusableStartException if the start program does not train on a task of a suite, or gives it no scale */
    public Task find(List<TaskConfig> named, Candidate start) {
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

    /**
     * Trains a start program once on each task of a suite that is needed later, so that one that cannot be measured
     * there is known now.
     *
     * @throws UnusableStartException if it does not train on a task of a suite
     */
    void look(List<TaskConfig> named, Candidate start) {
        if (named.size() == 1) {
            return;
        }
        for (TaskConfig each : named) {
            FirstLook look = new FirstLook(tasks.find(each.task()), List.of());
            if (look.at("the start program", start.program(), trainings) instanceof FirstLook.Fails fails) {
                throw unusable(fails.words());
            }
        }
    }

    private UnusableStartException unusable(String words) {
        return new UnusableStartException(
                words + ", begin with another program, or leave the task out. " + consequence);
    }

    private Suite.Part part(Task task, OptionalDouble stated, Candidate start, TrainingResult result) {
        if (result.outcome() == Outcome.CRASHED) {
            throw new TrainingCrashException("the start program crashed on " + task.name() + ": " + result.text());
        }
        if (result.outcome() != Outcome.TRAINED) {
            throw unusable(new FirstLook(task, List.of()).words("the start program", result));
        }
        List<Double> fitness = Measurement.of(start, result).fitness();
        double mean = Statistics.mean(fitness);
        double scale = stated.orElse(Statistics.deviation(fitness));
        if (!(scale > 1e-12 * Math.abs(mean))) {
            throw new UnusableStartException(String.format(
                    Locale.ROOT,
                    "the start program's fitness on %s is %s with every seed, which gives no scale; leave the task out, or state a scale in a config, such as {task: %s, scale: %.1e}. %s",
                    task.name(),
                    mean,
                    task.name(),
                    Math.max(1e-6, Math.abs(mean) / 100),
                    consequence));
        }
        return new Suite.Part(task, scale, mean);
    }
}
