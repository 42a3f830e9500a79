package savanna.tasks.training;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import savanna.tasks.Outcome;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * The training service over a {@link TrainingPlace}. Every slot of the place trains whole programs, of the oldest batch
 * that has any left; only when no batch has, it helps with the remaining seeds of those under way. So a caller that
 * submits a batch before it awaits the last keeps all slots busy, and one that does not has them all end at nearly the
 * same time. What is in the memory is not trained again, and what was trained is remembered in the thread of a caller
 * while it awaits: its own trainings and those of others. Results depend neither on the number of slots nor on other
 * callers.
 */
public final class TrainingQueue implements TrainingService {

    /** Time that trainings under way are given to end once a stop was requested; those that take longer are lost. */
    private static final long GRACE_NANOS = 800_000_000;

    /** The queue as one of several callers has it. */
    private final class Share implements TrainingService {
        private final Tally own = new Tally();
        private final BooleanSupplier isTimeUp;

        private Share(BooleanSupplier isTimeUp) {
            this.isTimeUp = isTimeUp;
        }

        @Override
        public ChainBatch submitChains(List<List<TrainingRequest>> chains) {
            return TrainingQueue.this.submit(chains, own, isTimeUp);
        }

        @Override
        public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
            return TrainingQueue.this.map(items, function);
        }

        @Override
        public TrainingService share(BooleanSupplier isUp) {
            return TrainingQueue.this.share(isUp);
        }

        @Override
        public int slots() {
            return TrainingQueue.this.slots();
        }

        @Override
        public long made() {
            return TrainingQueue.this.trainings(own);
        }

        @Override
        public long nanos() {
            return TrainingQueue.this.nanos(own);
        }

        @Override
        public void close() {
            // The others go on; the queue is closed by whoever opened it.
        }
    }

    private final TrainingPlace place;
    private final int threads;
    private final TrainingMemory memory;
    private final Interruption interruption;
    private final Consumer<TrainingProgress> listener;
    private final PendingTrainings pending;
    private BooleanSupplier isTimeUp = () -> false;

    private final Object lock = new Object();
    /** Of all callers; guarded by the lock. */
    private final Tally whole = new Tally();
    /** Of those who have no share; guarded by the lock, as those of the shares are. */
    private final Tally rest = new Tally();

    /**
     * Opens the place.
     *
     * @param place where trainings are made; closed with this service
     * @param threads of this process for what is computed between trainings
     * @param interruption is looked at between trainings
     * @param memory is asked and told by one thread at a time
     * @param listener is told how a batch gets on while it is awaited, in the thread of the caller
     */
    public TrainingQueue(
            TrainingPlace place,
            int threads,
            TrainingMemory memory,
            Interruption interruption,
            Consumer<TrainingProgress> listener) {
        if (threads < 1) {
            throw new IllegalArgumentException("a training service has at least one thread, not " + threads);
        }
        this.place = place;
        this.threads = threads;
        this.memory = memory;
        this.interruption = interruption;
        this.listener = listener;
        this.pending = new PendingTrainings(interruption, place::look);
        place.open(pending);
    }

    /**
     * Gives its work a time, as {@link #share(BooleanSupplier)} gives that of a share.
     *
     * @return this service
     */
    public TrainingQueue within(BooleanSupplier isUp) {
        this.isTimeUp = isUp;
        return this;
    }

    /** On threads of this process. */
    public static TrainingQueue local(
            int threads,
            Tasks tasks,
            TrainingMemory memory,
            Interruption interruption,
            Consumer<TrainingProgress> listener) {
        return new TrainingQueue(new LocalThreads(threads, tasks), threads, memory, interruption, listener);
    }

    /** On threads of this process, for a caller that nothing interrupts and that remembers nothing for later. */
    public static TrainingQueue local(int threads, Tasks tasks) {
        return local(threads, tasks, TrainingMemory.ofThisProcess(), new Interruption(), progress -> {});
    }

    @Override
    public TrainingService share(BooleanSupplier isUp) {
        return new Share(isUp);
    }

    @Override
    public long made() {
        return trainings(whole);
    }

    @Override
    public long nanos() {
        return nanos(whole);
    }

    private long trainings(Tally tally) {
        synchronized (lock) {
            return tally.trainings();
        }
    }

    private long nanos(Tally tally) {
        synchronized (lock) {
            return tally.nanos();
        }
    }

    @Override
    public int slots() {
        return place.slots();
    }

    @Override
    public ChainBatch submitChains(List<List<TrainingRequest>> chains) {
        return submit(chains, rest, isTimeUp);
    }

    private ChainBatch submit(List<List<TrainingRequest>> chains, Tally caller, BooleanSupplier isUp) {
        requireGoingOn();
        QueuedBatch batch = new QueuedBatch(
                this, caller, isUp, chains.stream().map(this::recalled).toList());
        pending.add(batch);
        return batch;
    }

    @Override
    public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function) {
        requireGoingOn();
        List<R> results = new Parallel(threads, interruption).map(items, function);
        requireGoingOn();
        return results;
    }

    private void requireGoingOn() {
        if (Thread.interrupted()) {
            throw interrupted();
        }
        if (interruption.isRequested()) {
            throw stopped();
        }
    }

    private QueuedProgram recalled(List<TrainingRequest> chain) {
        QueuedProgram program = new QueuedProgram(chain);
        for (int i = 0; i < program.parts().size(); i++) {
            int index = i;
            TrainingRequest request = program.parts().get(i).request();
            if (request.isForFitness()) {
                recalled(Training.Key.of(request, program.parts().get(i).seed()))
                        .flatMap(run -> request.hurdles().judged(run, request.task()))
                        .ifPresent(run -> program.finish(index, run));
            }
        }
        return program;
    }

    private Optional<TrainingResult.Run> recalled(Training.Key key) {
        synchronized (memory) {
            return memory.recall(key);
        }
    }

    List<List<TrainingResult>> await(QueuedBatch batch) {
        boolean isDone = false;
        while (!isDone) {
            PendingTrainings.Look look = look(batch);
            isDone = look.isDone();
            if (remember()) {
                listener.accept(new TrainingProgress(made(), look.ended(), batch.size()));
            }
            requireGoingOn();
            if (!isDone && batch.isTimeUp()) {
                abandon(batch);
                throw new TimeUpException();
            }
        }
        return pending.take(batch);
    }

    private PendingTrainings.Look look(QueuedBatch batch) {
        try {
            return pending.look(batch);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    void abandon(QueuedBatch batch) {
        pending.remove(batch);
    }

    boolean isWanted(QueuedBatch.Claim claim) {
        return pending.isWanted(claim);
    }

    /**
     * Remembers what was made, for whomever. Once this returns, nothing that was made before it was called is missing,
     * even if another caller took it.
     *
     * @return whether there was anything
     */
    private boolean remember() {
        synchronized (memory) {
            List<PendingTrainings.Made> finished = pending.made();
            finished.forEach(this::remember);
            return !finished.isEmpty();
        }
    }

    private void remember(PendingTrainings.Made made) {
        TrainingRequest request = made.request();
        TrainingResult.Run run = made.run();
        if (request.isForFitness() && run.outcome() != Outcome.CRASHED) {
            memory.remember(new Training(
                    Training.Key.of(request, run.seed()), request.task().name(), run));
        }
        synchronized (lock) {
            whole.add(run);
            made.caller().add(run);
        }
    }

    /** Who interrupts the caller's thread asks the run to stop. */
    private InterruptedRunException interrupted() {
        interruption.request();
        InterruptedRunException stopped = stopped();
        Thread.currentThread().interrupt();
        return stopped;
    }

    /** Remembers what ends within the time of grace. */
    private InterruptedRunException stopped() {
        int lost = pending.stop(GRACE_NANOS);
        remember();
        return new InterruptedRunException(lost);
    }

    @Override
    public void close() {
        pending.close();
        place.close();
    }
}
