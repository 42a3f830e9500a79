package savanna.search.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.Trainer;

/**
 * Trains batches of programs on several threads. Every thread trains whole programs, of the oldest batch that has any
 * left; only when no batch has, it helps with the remaining seeds of those under way. So a caller that submits a batch
 * before it awaits the last keeps all threads busy, and one that does not has them all end at nearly the same time.
 * What is in the memory is not trained again, and what was trained is remembered in the thread of the caller while it
 * awaits. Results do not depend on the number of threads.
 */
public final class TrainingPool implements AutoCloseable {

    /** Time that trainings under way are given to end once a stop was requested; those that take longer are lost. */
    private static final long GRACE_NANOS = 800_000_000;
    /**
     * The caller wakes so often to remember what was trained; for each training it would take the processor from those
     * who train.
     */
    private static final long LOOK_MILLIS = 50;

    private final TrainingMemory memory;
    private final Interruption interruption;
    private final Consumer<TrainingProgress> listener;
    private final List<Thread> workers = new ArrayList<>();
    private long trainings;
    private long trainingNanos;

    private final Object lock = new Object();
    /** Batches that are not done, oldest first; guarded by the lock, as are the next three. */
    private final Deque<TrainingBatch> batches = new ArrayDeque<>();

    private List<Training> made = new ArrayList<>();
    private int underWay;
    private boolean isClosed;

    /**
     * @param threads at least 1
     * @param listener is told how a batch gets on while it is awaited, in the thread of the caller
     */
    public TrainingPool(
            int threads, TrainingMemory memory, Interruption interruption, Consumer<TrainingProgress> listener) {
        if (threads < 1) {
            throw new IllegalArgumentException("a training pool has at least one thread, not " + threads);
        }
        this.memory = memory;
        this.interruption = interruption;
        this.listener = listener;
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::work, "training");
            thread.setDaemon(true);
            workers.add(thread);
        }
        workers.forEach(Thread::start);
    }

    /** Number of trainings made and remembered by this pool, not counting what was known before. */
    public long trainings() {
        return trainings;
    }

    /** Time spent in them, summed over threads. */
    public long trainingNanos() {
        return trainingNanos;
    }

    public int threads() {
        return workers.size();
    }

    /**
     * Begins to train candidates with the same seeds.
     *
     * @throws InterruptedRunException if asked to stop
     */
    public TrainingBatch submit(Task task, List<Candidate> candidates, List<Long> seeds, Hurdles hurdles) {
        if (interruption.isRequested()) {
            throw stopped();
        }
        TrainingBatch batch = new TrainingBatch(
                task,
                hurdles,
                candidates.stream()
                        .map(candidate -> recalled(candidate, task, seeds, hurdles))
                        .toList());
        synchronized (lock) {
            batches.add(batch);
            lock.notifyAll();
        }
        return batch;
    }

    /**
     * Waits for a batch to be trained.
     *
     * @return one evaluation a candidate, in order
     * @throws InterruptedRunException if asked to stop; finished trainings are remembered, and trainings that do not
     *     end within 0.8 seconds are left to themselves and lost
     */
    public List<Evaluation> await(TrainingBatch batch) {
        boolean isDone = false;
        while (!isDone) {
            List<Training> finished;
            int ended;
            synchronized (lock) {
                isDone = batch.isDone();
                if (!isDone && made.isEmpty()) {
                    doze();
                    isDone = batch.isDone();
                }
                finished = taken();
                ended = batch.ended();
            }
            remember(finished);
            if (!finished.isEmpty()) {
                listener.accept(new TrainingProgress(trainings, ended, batch.size()));
            }
            if (interruption.isRequested()) {
                throw stopped();
            }
        }
        synchronized (lock) {
            batches.remove(batch);
            batch.failure().ifPresent(TrainingPool::rethrow);
            return batch.evaluations();
        }
    }

    /** Gives a batch up: no more of it is trained, though a training under way goes on to its end. */
    public void abandon(TrainingBatch batch) {
        synchronized (lock) {
            batches.remove(batch);
        }
    }

    /** Trains candidates with the same seeds; as {@link #submit} and {@link #await}. */
    public List<Evaluation> train(Task task, List<Candidate> candidates, List<Long> seeds, Hurdles hurdles) {
        return await(submit(task, candidates, seeds, hurdles));
    }

    /** Trains one candidate. */
    public Evaluation train(Task task, Candidate candidate, List<Long> seeds, Hurdles hurdles) {
        return train(task, List.of(candidate), seeds, hurdles).get(0);
    }

    private TrainingJob recalled(Candidate candidate, Task task, List<Long> seeds, Hurdles hurdles) {
        TrainingJob job = new TrainingJob(candidate, seeds);
        for (int i = 0; i < seeds.size(); i++) {
            int index = i;
            memory.recall(new Training.Key(
                            candidate.hash(),
                            task.name(),
                            seeds.get(i),
                            !hurdles.bounds().isEmpty()))
                    .flatMap(run -> hurdles.judged(run, task))
                    .ifPresent(run -> job.finish(index, run));
        }
        return job;
    }

    /** Sleeps until something may have happened; under the lock. */
    private void doze() {
        try {
            lock.wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            // Stopping goes through Interruption alone.
        }
    }

    private List<Training> taken() {
        List<Training> finished = made;
        made = new ArrayList<>();
        return finished;
    }

    private void remember(List<Training> finished) {
        for (Training training : finished) {
            memory.remember(training);
            trainings++;
            trainingNanos += training.nanos();
        }
    }

    /** Remembers what ends within the time of grace. */
    private InterruptedRunException stopped() {
        int lost;
        List<Training> finished;
        synchronized (lock) {
            while (underWay > 0 && !interruption.isRequestedSince(GRACE_NANOS)) {
                doze();
            }
            lost = underWay;
            finished = taken();
        }
        remember(finished);
        return new InterruptedRunException(lost);
    }

    private static void rethrow(Throwable failure) {
        throw failure instanceof RuntimeException known
                ? known
                : new IllegalStateException("a training failed", failure);
    }

    /** What a thread does all its life. */
    private void work() {
        Map<String, Trainer> trainers = new HashMap<>();
        Optional<TrainingBatch.Claim> claim = next(Optional.empty());
        while (claim.isPresent()) {
            train(claim.get(), trainers);
            claim = next(claim);
        }
    }

    private void train(TrainingBatch.Claim claim, Map<String, Trainer> trainers) {
        TrainingBatch batch = claim.batch();
        Candidate candidate = claim.job().candidate();
        try {
            Trainer trainer = trainers.computeIfAbsent(
                    batch.task().name(), name -> batch.task().trainer());
            long start = System.nanoTime();
            Evaluation.Run run = trainer.train(candidate.program(), List.of(claim.seed()), batch.hurdles())
                    .runs()
                    .get(0);
            Training.Key key = new Training.Key(candidate.hash(), batch.task().name(), claim.seed(), batch.isHurdled());
            Training training = new Training(key, run, System.nanoTime() - start);
            synchronized (lock) {
                batch.finish(claim, run);
                made.add(training);
            }
        } catch (Throwable e) {
            synchronized (lock) {
                batch.fail(e);
            }
        } finally {
            synchronized (lock) {
                underWay--;
                if (batch.isDone() || interruption.isRequested()) {
                    lock.notifyAll();
                }
            }
        }
    }

    /** The next training for a thread, once there is one; nothing when the pool is closed. */
    private Optional<TrainingBatch.Claim> next(Optional<TrainingBatch.Claim> last) {
        synchronized (lock) {
            while (!isClosed) {
                Optional<TrainingBatch.Claim> claim = interruption.isRequested() ? Optional.empty() : claim(last);
                if (claim.isPresent()) {
                    underWay++;
                    return claim;
                }
                doze();
            }
            return Optional.empty();
        }
    }

    private Optional<TrainingBatch.Claim> claim(Optional<TrainingBatch.Claim> last) {
        return last.filter(before -> batches.contains(before.batch()))
                .flatMap(before -> before.batch().of(before.job()))
                .or(() -> batches.stream()
                        .map(TrainingBatch::unstarted)
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> batches.stream()
                        .map(TrainingBatch::help)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
        }
        workers.forEach(Thread::interrupt);
    }
}
