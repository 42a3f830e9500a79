package savanna.tasks.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import savanna.tasks.Outcome;
import savanna.tasks.TaskDescription;
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
    /**
     * The caller wakes so often to remember what was trained; for each training it would take the processor from those
     * who train.
     */
    private static final long LOOK_MILLIS = 50;
    /** A training that was lost so often has crashed. */
    private static final int MOST_LOSSES = 2;

    /** So many trainings in a row that crashed are no fault of their programs. */
    private static final int MOST_CRASHES = 20;

    private record Made(TrainingRequest request, TrainingResult.Run run, Tally caller) {}

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
    private BooleanSupplier isTimeUp = () -> false;

    private final Object lock = new Object();
    /** Of all callers. */
    private final Tally whole = new Tally();
    /** Of those who have no share. */
    private final Tally rest = new Tally();
    /** Batches that are not done, oldest first; guarded by the lock, as are the next four. */
    private final Deque<QueuedBatch> batches = new ArrayDeque<>();

    private List<Made> made = new ArrayList<>();
    private int underWay;
    private int crashes;
    private boolean isClosed;

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
        place.open(new Assignments() {
            @Override
            public Optional<Assignment> next(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
                return claim(last, trained);
            }

            @Override
            public Optional<Assignment> poll(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
                synchronized (lock) {
                    return claimNow(last, trained);
                }
            }

            @Override
            public void finish(Assignment assignment, TrainingResult.Run run) {
                ended((QueuedBatch.Claim) assignment, run);
            }

            @Override
            public void lose(Assignment assignment, String text) {
                lost((QueuedBatch.Claim) assignment, text);
            }

            @Override
            public void giveBack(Assignment assignment) {
                givenBack((QueuedBatch.Claim) assignment);
            }

            @Override
            public void fail(Assignment assignment, Throwable reason) {
                failed((QueuedBatch.Claim) assignment, reason);
            }
        });
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
        synchronized (lock) {
            requireOpen();
            batches.add(batch);
            lock.notifyAll();
            place.look();
        }
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

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the training service is closed");
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

    // ---- the caller's side ----

    List<List<TrainingResult>> await(QueuedBatch batch) {
        boolean isDone = false;
        while (!isDone) {
            List<Made> finished;
            int ended;
            synchronized (lock) {
                isDone = batch.isDone();
                if (!isDone && made.isEmpty()) {
                    requireOpen();
                    try {
                        lock.wait(LOOK_MILLIS);
                    } catch (InterruptedException e) {
                        throw interrupted();
                    }
                    isDone = batch.isDone();
                }
                finished = taken();
                ended = batch.ended();
            }
            remember(finished);
            if (!finished.isEmpty()) {
                listener.accept(new TrainingProgress(made(), ended, batch.size()));
            }
            requireGoingOn();
            if (!isDone && batch.isTimeUp()) {
                abandon(batch);
                throw new TimeUpException();
            }
        }
        synchronized (lock) {
            batches.remove(batch);
            batch.failure().ifPresent(TrainingQueue::rethrow);
            return batch.results();
        }
    }

    void abandon(QueuedBatch batch) {
        synchronized (lock) {
            batches.remove(batch);
        }
    }

    private List<Made> taken() {
        List<Made> finished = made;
        made = new ArrayList<>();
        return finished;
    }

    private void remember(List<Made> finished) {
        for (Made each : finished) {
            TrainingRequest request = each.request;
            if (request.isForFitness() && each.run.outcome() != Outcome.CRASHED) {
                synchronized (memory) {
                    memory.remember(new Training(
                            Training.Key.of(request, each.run.seed()),
                            request.task().name(),
                            each.run));
                }
            }
            synchronized (lock) {
                whole.add(each.run);
                each.caller.add(each.run);
            }
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
        int lost;
        List<Made> finished;
        boolean isInterrupted = false;
        synchronized (lock) {
            while (underWay > 0 && !interruption.isRequestedSince(GRACE_NANOS)) {
                try {
                    lock.wait(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
            lost = underWay;
            finished = taken();
        }
        remember(finished);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return new InterruptedRunException(lost);
    }

    private static void rethrow(Throwable failure) {
        throw failure instanceof RuntimeException known
                ? known
                : new IllegalStateException("a training failed", failure);
    }

    // ---- the place's side ----

    /** The next training, once there is one; nothing when the service is closed. */
    private Optional<Assignment> claim(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
        synchronized (lock) {
            while (!isClosed) {
                Optional<Assignment> claim = claimNow(last, trained);
                if (claim.isPresent()) {
                    return claim;
                }
                try {
                    lock.wait(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    // A slot ends when the service is closed, and not before: others count on it.
                }
            }
            return Optional.empty();
        }
    }

    private Optional<Assignment> claimNow(Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
        Optional<QueuedBatch.Claim> claim = isClosed || interruption.isRequested()
                ? Optional.empty()
                : unclaimed(last.map(QueuedBatch.Claim.class::cast), trained);
        underWay += claim.isPresent() ? 1 : 0;
        return claim.map(Assignment.class::cast);
    }

    private Optional<QueuedBatch.Claim> unclaimed(
            Optional<QueuedBatch.Claim> last, Predicate<? super TaskDescription> trained) {
        return first(batches.stream().map(batch -> batch.again(trained)))
                .or(() -> last.filter(before -> batches.contains(before.batch()))
                        .flatMap(before -> before.batch().after(before, trained)))
                .or(() -> first(batches.stream().map(batch -> batch.unstarted(trained))))
                .or(() -> first(batches.stream().map(batch -> batch.help(trained))));
    }

    private static Optional<QueuedBatch.Claim> first(Stream<Optional<QueuedBatch.Claim>> claims) {
        return claims.flatMap(Optional::stream).findFirst();
    }

    private void ended(QueuedBatch.Claim claim, TrainingResult.Run run) {
        synchronized (lock) {
            finish(claim, run);
            given(claim);
        }
    }

    private void lost(QueuedBatch.Claim claim, String text) {
        synchronized (lock) {
            if (claim.batch().lose(claim) >= MOST_LOSSES) {
                finish(claim, TrainingResult.Run.crashed(claim.seed(), text));
            }
            given(claim);
            place.look();
        }
    }

    private void finish(QueuedBatch.Claim claim, TrainingResult.Run run) {
        claim.batch().finish(claim, run);
        made.add(new Made(claim.request(), run, claim.batch().caller()));
        crashes = run.outcome() == Outcome.CRASHED ? crashes + 1 : 0;
        if (crashes >= MOST_CRASHES) {
            TrainingCrashException reason = new TrainingCrashException(crashes + " trainings in a row crashed on "
                    + claim.request().task().name() + "; the last: " + run.text());
            batches.forEach(batch -> batch.fail(reason));
        }
    }

    private void givenBack(QueuedBatch.Claim claim) {
        synchronized (lock) {
            claim.batch().giveBack(claim);
            given(claim);
            place.look();
        }
    }

    private void failed(QueuedBatch.Claim claim, Throwable reason) {
        synchronized (lock) {
            claim.batch().fail(reason);
            given(claim);
        }
    }

    private void given(QueuedBatch.Claim claim) {
        underWay--;
        if (claim.batch().isDone() || interruption.isRequested()) {
            lock.notifyAll();
        }
    }

    boolean isWanted(QueuedBatch.Claim claim) {
        synchronized (lock) {
            return !isClosed && batches.contains(claim.batch()) && claim.batch().needs(claim);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
            lock.notifyAll();
        }
        place.close();
    }
}
