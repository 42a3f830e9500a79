package savanna.search.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.Trainer;

/**
 * Trains batches of programs on several threads. Every thread trains whole programs; when no program is left, it helps with the
 * remaining seeds of those under way, so that a batch ends on all threads at nearly the same time. What is in the memory is not
 * trained again, and what was trained is remembered at once, in the thread of the caller. Results do not depend on the number of threads.
 */
public final class TrainingPool implements AutoCloseable {

    /** Time that trainings under way are given to end once a stop was requested; those that take longer are lost. */
    private static final long GRACE_NANOS = 800_000_000;
    private static final long LOOK_MILLIS = 50;

    private final int threads;
    private final TrainingMemory memory;
    private final Interruption interruption;
    private final LongConsumer listener;
    private final ExecutorService workers;
    private final List<Map<String, Trainer>> trainers = new ArrayList<>();
    private final AtomicLong trainings = new AtomicLong();
    private final AtomicLong trainingNanos = new AtomicLong();

    /**
     * @param threads  at least 1
     * @param listener is told the number of trainings made so far, after each, in the thread of the caller
     */
    public TrainingPool(int threads, TrainingMemory memory, Interruption interruption, LongConsumer listener) {
        if (threads < 1) {
            throw new IllegalArgumentException("a training pool has at least one thread, not " + threads);
        }
        this.threads = threads;
        this.memory = memory;
        this.interruption = interruption;
        this.listener = listener;
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "training");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < threads; i++) {
            trainers.add(new HashMap<>());
        }
    }

    /** Number of trainings made by this pool, not counting what was remembered. */
    public long trainings() {
        return trainings.get();
    }

    /** Time spent in trainings, summed over threads. */
    public long trainingNanos() {
        return trainingNanos.get();
    }

    public int threads() {
        return threads;
    }

    public Interruption interruption() {
        return interruption;
    }

    /**
     * Trains candidates with the same seeds.
     *
     * @return one evaluation a candidate, in order
     * @throws InterruptedRunException if asked to stop; finished trainings are remembered, and trainings that do not end within
     *         0.8 seconds are left to themselves and lost
     */
    public List<Evaluation> train(Task task, List<Candidate> candidates, List<Long> seeds, Hurdles hurdles) {
        interruption.check();
        boolean hurdled = !hurdles.bounds().isEmpty();
        List<TrainingJob> jobs = candidates.stream().map(candidate -> recalled(candidate, task, seeds, hurdled)).toList();
        List<TrainingJob> open = jobs.stream().filter(TrainingJob::isOpen).toList();
        if (!open.isEmpty()) {
            trainOpen(task, open, hurdles, hurdled);
        }
        return jobs.stream().map(TrainingJob::evaluation).toList();
    }

    /** Trains one candidate. */
    public Evaluation train(Task task, Candidate candidate, List<Long> seeds, Hurdles hurdles) {
        return train(task, List.of(candidate), seeds, hurdles).get(0);
    }

    private TrainingJob recalled(Candidate candidate, Task task, List<Long> seeds, boolean hurdled) {
        TrainingJob job = new TrainingJob(candidate, seeds);
        for (int i = 0; i < seeds.size(); i++) {
            int index = i;
            memory.recall(new Training.Key(candidate.hash(), task.name(), seeds.get(i), hurdled)).ifPresent(run -> job.recall(index, run));
        }
        return job;
    }

    /** A message from a worker: a training made, or (without one) its end, with what went wrong if anything did. */
    private record Message(Optional<Training> training, Optional<Throwable> failure) {}

    private void trainOpen(Task task, List<TrainingJob> jobs, Hurdles hurdles, boolean hurdled) {
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        AtomicInteger nextJob = new AtomicInteger();
        for (int i = 0; i < threads; i++) {
            Map<String, Trainer> own = trainers.get(i);
            workers.execute(() -> {
                Optional<Throwable> failure = Optional.empty();
                try {
                    Worker worker = new Worker(own.computeIfAbsent(task.name(), name -> task.trainer()), task.name(), hurdles, hurdled, messages);
                    worker.work(jobs, nextJob);
                } catch (Throwable e) {
                    failure = Optional.of(e);
                }
                messages.add(new Message(Optional.empty(), failure));
            });
        }
        collect(messages);
        interruption.check();
    }

    private void collect(BlockingQueue<Message> messages) {
        Optional<Throwable> failure = Optional.empty();
        int working = threads;
        while (working > 0) {
            Message message = take(messages);
            message.training.ifPresent(training -> {
                memory.remember(training);
                listener.accept(trainings.get());
            });
            if (message.training.isEmpty()) {
                working--;
                failure = failure.isPresent() ? failure : message.failure;
            }
        }
        if (failure.isPresent()) {
            throw failure.get() instanceof RuntimeException known ? known : new IllegalStateException("a training failed", failure.get());
        }
    }

    /** The next message. @throws InterruptedRunException if a stop was requested and none comes within the time of grace */
    private Message take(BlockingQueue<Message> messages) {
        while (!interruption.isRequestedSince(GRACE_NANOS)) {
            try {
                Message message = messages.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    return message;
                }
            } catch (InterruptedException e) {
                // Stopping goes through Interruption alone.
            }
        }
        throw new InterruptedRunException();
    }

    /** One thread's part in a batch. */
    private final class Worker {
        private final Trainer trainer;
        private final String task;
        private final Hurdles hurdles;
        private final boolean hurdled;
        private final BlockingQueue<Message> messages;

        Worker(Trainer trainer, String task, Hurdles hurdles, boolean hurdled, BlockingQueue<Message> messages) {
            this.trainer = trainer;
            this.task = task;
            this.hurdles = hurdles;
            this.hurdled = hurdled;
            this.messages = messages;
        }

        void work(List<TrainingJob> jobs, AtomicInteger nextJob) {
            for (int i = nextJob.getAndIncrement(); i < jobs.size(); i = nextJob.getAndIncrement()) {
                finish(jobs.get(i));
            }
            for (int i = jobs.size() - 1; i >= 0; i--) {
                finish(jobs.get(i));
            }
        }

        private void finish(TrainingJob job) {
            Optional<Integer> claim = job.claim();
            while (claim.isPresent() && !interruption.isRequested()) {
                long seed = job.seed(claim.get());
                long start = System.nanoTime();
                Evaluation.Run run = trainer.train(job.candidate().program(), List.of(seed), hurdles).runs().get(0);
                long nanos = System.nanoTime() - start;
                trainings.incrementAndGet();
                trainingNanos.addAndGet(nanos);
                job.finish(claim.get(), run);
                messages.add(new Message(Optional.of(new Training(new Training.Key(job.candidate().hash(), task, seed, hurdled), run, nanos)), Optional.empty()));
                claim = job.claim();
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
