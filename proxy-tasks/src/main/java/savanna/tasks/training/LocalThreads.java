package savanna.tasks.training;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import savanna.dsl.execution.Engine;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskException;
import savanna.tasks.Trainer;
import savanna.tasks.TrainingResult;

/** Trains on threads of this process, each with trainers of its own. */
public final class LocalThreads implements TrainingPlace {

    private final int count;
    private final Tasks tasks;
    private final Engine engine;
    private Optional<SlotThreads> threads = Optional.empty();

    /**
     * @param threads at least 1
     * @param tasks that requests may name
     * @param engine that executes programs
     */
    public LocalThreads(int threads, Tasks tasks, Engine engine) {
        if (threads < 1) {
            throw new IllegalArgumentException("trainings need at least one thread, not " + threads);
        }
        this.count = threads;
        this.tasks = tasks;
        this.engine = engine;
    }

    /** On the fast engine. */
    public LocalThreads(int threads, Tasks tasks) {
        this(threads, tasks, Engine.block());
    }

    @Override
    public int slots() {
        return count;
    }

    @Override
    public void open(Assignments assignments) {
        open(task -> true, assignments);
    }

    /** The same for some tasks only; others are left to others. */
    public void open(Predicate<? super TaskDescription> trained, Assignments assignments) {
        threads = Optional.of(new SlotThreads(count, () -> slot(tasks, engine), trained, assignments));
    }

    /** What one thread trains with: a trainer a task. */
    private static SlotThreads.Slot slot(Tasks tasks, Engine engine) {
        Map<String, Trainer> trainers = new HashMap<>();
        return (assignment, assignments) -> {
            TaskDescription task = assignment.request().task();
            Trainer trainer = trainers.computeIfAbsent(task.digest().value(), digest -> trainer(task, tasks, engine));
            long start = System.nanoTime();
            TrainingResult.Run run = trainer.train(assignment.request(), assignment.seed());
            double micros = (System.nanoTime() - start) / 1e3;
            assignments.finish(
                    assignment,
                    run.with(new TrainingResult.Time(micros, run.time().stepMicros())));
        };
    }

    private static Trainer trainer(TaskDescription task, Tasks tasks, Engine engine) {
        return tasks.withDigest(task.digest())
                .filter(LocalTask.class::isInstance)
                .map(found -> ((LocalTask) found).trainer(engine))
                .orElseThrow(() -> new TaskException(
                        task.name() + ": not a task that this process can train; expected one of those it has read"));
    }

    @Override
    public void close() {
        threads.ifPresent(SlotThreads::interrupt);
    }
}
