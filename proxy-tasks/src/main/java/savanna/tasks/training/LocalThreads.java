package savanna.tasks.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.execution.Engine;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskDescription;
import savanna.tasks.TaskException;
import savanna.tasks.Trainer;
import savanna.tasks.TrainingResult;

/** Trains on threads of this process, each with trainers of its own. */
public final class LocalThreads implements TrainingPlace {

    private final Tasks tasks;
    private final Engine engine;
    private final List<Thread> threads = new ArrayList<>();
    private final int count;

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
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> work(assignments), "training");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** What a thread does all its life. */
    private void work(Assignments assignments) {
        Map<String, Trainer> trainers = new HashMap<>();
        Optional<Assignment> assignment = assignments.next(Optional.empty());
        while (assignment.isPresent()) {
            train(assignment.get(), trainers, assignments);
            assignment = assignments.next(assignment);
        }
    }

    private void train(Assignment assignment, Map<String, Trainer> trainers, Assignments assignments) {
        try {
            TaskDescription task = assignment.request().task();
            Trainer trainer = trainers.computeIfAbsent(task.digest().value(), digest -> trainer(task));
            long start = System.nanoTime();
            TrainingResult.Run run = trainer.train(assignment.request(), assignment.seed());
            double micros = (System.nanoTime() - start) / 1e3;
            assignments.finish(
                    assignment,
                    run.with(new TrainingResult.Time(micros, run.time().stepMicros())));
        } catch (Throwable e) {
            assignments.fail(assignment, e);
        }
    }

    private Trainer trainer(TaskDescription task) {
        return tasks.withDigest(task.digest())
                .filter(LocalTask.class::isInstance)
                .map(found -> ((LocalTask) found).trainer(engine))
                .orElseThrow(() -> new TaskException(
                        task.name() + ": not a task that this process can train; expected one of those it has read"));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
