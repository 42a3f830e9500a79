package savanna.tasks.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import savanna.tasks.Outcome;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * What is still to be trained for all callers of a {@link TrainingQueue}, handed out to its {@link TrainingPlace}: what
 * was lost first, then the rest of the program that a slot is at, then programs that nobody has begun, oldest batch
 * first, and last the seeds of those that others are at. Everything here is guarded by one lock.
 */
final class PendingTrainings implements Assignments {

    /**
     * A caller wakes so often to remember what was trained; for each training it would take the processor from those
     * who train.
     */
    private static final long LOOK_MILLIS = 50;
    /** A training that was lost so often has crashed. */
    private static final int MOST_LOSSES = 2;

    /** So many trainings in a row that crashed are no fault of their programs. */
    private static final int MOST_CRASHES = 20;

    /** A training that was made and that nobody has remembered yet. */
    record Made(TrainingRequest request, TrainingResult.Run run, Tally caller) {}

    /**
     * How a batch gets on.
     *
     * @param isDone whether its results are known, or never will be
     * @param ended programs whose result is known
     */
    record Look(boolean isDone, int ended) {}

    private final Interruption interruption;
    private final Runnable hint;
    /** Batches that are not done, oldest first. */
    private final Deque<QueuedBatch> batches = new ArrayDeque<>();

    private List<Made> made = new ArrayList<>();
    private int underWay;
    private int crashes;
    private boolean isClosed;

    /**
     * @param interruption once requested, nothing more is handed out
     * @param hint tells the place that there may be something to train; called under the lock
     */
    PendingTrainings(Interruption interruption, Runnable hint) {
        this.interruption = interruption;
        this.hint = hint;
    }

    // ---- the callers' side ----

    synchronized void add(QueuedBatch batch) {
        requireOpen();
        batches.add(batch);
        notifyAll();
        hint.run();
    }

    synchronized void remove(QueuedBatch batch) {
        batches.remove(batch);
    }

    /** Waits a moment for the batch to be done or for something that was made. */
    synchronized Look look(QueuedBatch batch) throws InterruptedException {
        if (!batch.isDone() && made.isEmpty()) {
            requireOpen();
            wait(LOOK_MILLIS);
        }
        return new Look(batch.isDone(), batch.ended());
    }

    /** The results of a batch that is done, which then is no longer here. */
    synchronized List<List<TrainingResult>> take(QueuedBatch batch) {
        batches.remove(batch);
        batch.failure().ifPresent(PendingTrainings::rethrow);
        return batch.results();
    }

    /** What was made for any caller since this was last asked. */
    synchronized List<Made> made() {
        List<Made> finished = made;
        made = new ArrayList<>();
        return finished;
    }

    /**
     * Gives what is under way so much time since the stop was requested. An interrupted thread stays interrupted.
     *
     * @return number of trainings that did not end in time
     */
    synchronized int stop(long graceNanos) {
        boolean isInterrupted = false;
        while (underWay > 0 && !interruption.isRequestedSince(graceNanos)) {
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return underWay;
    }

    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("the training service is closed");
        }
    }

    private static void rethrow(Throwable failure) {
        throw failure instanceof RuntimeException known
                ? known
                : new IllegalStateException("a training failed", failure);
    }

    // ---- the place's side ----

    @Override
    public synchronized Optional<Assignment> next(
            Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
        while (!isClosed) {
            Optional<Assignment> claim = poll(last, trained);
            if (claim.isPresent()) {
                return claim;
            }
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                // A slot ends when the service is closed, and not before: others count on it.
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized Optional<Assignment> poll(
            Optional<Assignment> last, Predicate<? super TaskDescription> trained) {
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

    synchronized boolean isWanted(QueuedBatch.Claim claim) {
        return !isClosed && batches.contains(claim.batch()) && claim.batch().needs(claim);
    }

    @Override
    public synchronized void finish(Assignment assignment, TrainingResult.Run run) {
        QueuedBatch.Claim claim = (QueuedBatch.Claim) assignment;
        ended(claim, run);
        given(claim);
    }

    @Override
    public synchronized void lose(Assignment assignment, String text) {
        QueuedBatch.Claim claim = (QueuedBatch.Claim) assignment;
        if (claim.batch().lose(claim) >= MOST_LOSSES) {
            ended(claim, TrainingResult.Run.crashed(claim.seed(), text));
        }
        given(claim);
        hint.run();
    }

    @Override
    public synchronized void giveBack(Assignment assignment) {
        QueuedBatch.Claim claim = (QueuedBatch.Claim) assignment;
        claim.batch().giveBack(claim);
        given(claim);
        hint.run();
    }

    @Override
    public synchronized void fail(Assignment assignment, Throwable reason) {
        QueuedBatch.Claim claim = (QueuedBatch.Claim) assignment;
        claim.batch().fail(reason);
        given(claim);
    }

    private void ended(QueuedBatch.Claim claim, TrainingResult.Run run) {
        claim.batch().finish(claim, run);
        made.add(new Made(claim.request(), run, claim.batch().caller()));
        crashes = run.outcome() == Outcome.CRASHED ? crashes + 1 : 0;
        if (crashes >= MOST_CRASHES) {
            TrainingCrashException reason = new TrainingCrashException(crashes + " trainings in a row crashed on "
                    + claim.request().task().name() + "; the last: " + run.text());
            batches.forEach(batch -> batch.fail(reason));
        }
    }

    private void given(QueuedBatch.Claim claim) {
        underWay--;
        if (claim.batch().isDone() || interruption.isRequested()) {
            notifyAll();
        }
    }
}
