package savanna.tasks.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TaskDigest;
import savanna.tasks.TrainingRequest;

/**
 * Several tasks as one. A run of a suite trains a program on each of its tasks in order, with the same seed; its
 * fitness is the mean over the tasks of
 *
 * <pre>(fitness of the program - fitness of the start program with the same seed) / scale of the task</pre>
 *
 * so that 0 is the start program, -1 is better by one scale on every task, and no task counts more for the size of its
 * loss. A program that fails on one task has no fitness, and need not be trained on those after it: the order of the
 * tasks decides what is saved and nothing else.
 *
 * <p>Everywhere else a suite is a task. Its steps, and its hurdles, are those of its tasks one after the other.
 * Requests for it are understood by {@link SuiteTrainings} alone, which remembers trainings of its tasks, not of it.
 *
 * @param start the program that is 0
 * @param hash of the start program
 * @param parts at least two, of different tasks
 */
public record Suite(Program start, FunctionalHash hash, List<Part> parts) implements Task {

    /**
     * One task of a suite.
     *
     * @param task to train on
     * @param scale what counts as 1, in units of the task's fitness: positive
     * @param mean fitness of the start program, which stands for it on a seed where it fails
     */
    public record Part(Task task, double scale, double mean) {
        public Part {
            if (!(scale > 0 && scale < Double.POSITIVE_INFINITY) || !Double.isFinite(mean)) {
                throw new IllegalArgumentException(
                        task.name() + ": expected a positive scale and a mean; found " + scale + " and " + mean);
            }
        }
    }

    public Suite {
        parts = List.copyOf(parts);
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a suite has at least two tasks, not " + parts.size());
        }
    }

    /** Its tasks, in order. */
    public List<Task> tasks() {
        return parts.stream().map(Part::task).toList();
    }

    /** Its tasks by their names, in order; one whose name an earlier one has gets a number. */
    public Map<String, Task> labelled() {
        Map<String, Task> labelled = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Task task = parts.get(i).task();
            labelled.put(labelled.containsKey(task.name()) ? task.name() + " (" + (i + 1) + ")" : task.name(), task);
        }
        return labelled;
    }

    /**
     * How hard a seed is for the start program: the mean over the tasks of its fitness less its mean, in scales; 0 on a
     * task where it fails.
     *
     * @param start its fitness on each task
     */
    public double hardness(List<OptionalDouble> start) {
        double sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            sum += (start.get(i).orElse(part.mean()) - part.mean()) / part.scale();
        }
        return sum / parts.size();
    }

    @Override
    public String name() {
        return tasks().stream().map(Task::name).collect(Collectors.joining(" + "));
    }

    @Override
    public TaskDigest digest() {
        Map<String, String> digests = new TreeMap<>(Map.of("start", TaskDigest.sha256(hash.toString())));
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            digests.put("task " + (i + 1), part.task().digest().value());
            digests.put("scale " + (i + 1), TaskDigest.sha256(part.scale() + " " + part.mean()));
        }
        return TaskDigest.of(digests);
    }

    /** Those of the task that has most. */
    @Override
    public List<Long> searchSeeds() {
        return tasks().stream()
                .map(Task::searchSeeds)
                .max(Comparator.comparingInt(List::size))
                .orElseThrow();
    }

    /** Those of all tasks together. */
    @Override
    public int steps() {
        return tasks().stream().mapToInt(Task::steps).sum();
    }

    @Override
    public String metric() {
        return "mean difference to the start program in scales of the tasks";
    }

    @Override
    public String description() {
        return "suite of " + parts.size() + " tasks; scales "
                + parts.stream()
                        .map(part -> String.format(
                                Locale.ROOT,
                                "%.3g on %s",
                                part.scale(),
                                part.task().name()))
                        .collect(Collectors.joining(", "));
    }

    /** Parameters of the first task, from which samples of gradients come. */
    @Override
    public ParameterLayout layout() {
        return parts.get(0).task().layout();
    }

    @Override
    public List<Path> dataFiles() {
        return tasks().stream().flatMap(task -> task.dataFiles().stream()).toList();
    }

    @Override
    public List<String> findings() {
        return tasks().stream().flatMap(task -> task.findings().stream()).toList();
    }

    /** Shares of its tasks one after the other, as if each were as long. */
    @Override
    public List<Double> hurdleShares() {
        return IntStream.range(0, parts.size())
                .boxed()
                .flatMap(i -> parts.get(i).task().hurdleShares().stream().map(share -> share(i, share)))
                .toList();
    }

    private double share(int part, double share) {
        return (part + share) / parts.size();
    }

    /** A request for this suite as one for each of its tasks, in order. */
    List<TrainingRequest> chain(TrainingRequest request) {
        List<TrainingRequest> chain = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            chain.add(TrainingRequest.of(
                    parts.get(i).task(),
                    request.program(),
                    request.hash(),
                    request.rounding(),
                    request.seeds(),
                    hurdles(i, request.hurdles())));
        }
        return chain;
    }

    /** The hurdles of one of its tasks. */
    private Hurdles hurdles(int part, Hurdles whole) {
        if (!whole.fitness().isEmpty() && whole.fitness().size() != parts.size()) {
            throw new IllegalArgumentException("bounds on the fitness on "
                    + whole.fitness().size() + " tasks; expected one for each of " + parts.size());
        }
        List<Hurdles.Bound> own = new ArrayList<>();
        for (double share : parts.get(part).task().hurdleShares()) {
            whole.bounds().stream()
                    .filter(bound -> bound.share() == share(part, share))
                    .forEach(bound -> own.add(new Hurdles.Bound(share, bound.loss())));
        }
        Part on = parts.get(part);
        return new Hurdles(
                own,
                whole.fitness().isEmpty()
                        ? List.of()
                        : List.of(on.mean() + whole.fitness().get(part) * on.scale()));
    }
}
