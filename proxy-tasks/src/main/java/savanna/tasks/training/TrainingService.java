package savanna.tasks.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * Trains programs. All that trains goes through one of these: searches, comparisons, tuning, simplification, reports.
 * What comes out depends neither on where nor in what order trainings are made. Used from one thread; several threads
 * each have a {@link #share}.
 */
public interface TrainingService extends AutoCloseable {

    /**
     * Begins to train. A caller that submits a batch before it awaits the last keeps all places busy.
     *
     * @throws InterruptedRunException if asked to stop
     * @throws IllegalStateException if the service is closed
     */
    default TrainingBatch submit(List<TrainingRequest> requests) {
        return submitChains(requests.stream().map(List::of).toList()).single();
    }

    /**
     * Begins to train chains of requests, as of one program on several tasks: a request is needed only if all before it
     * in its chain were trained. Idle slots may begin it before that is known, without a difference to the results.
     *
     * @param chains of at least one request each
     * @throws InterruptedRunException if asked to stop
     * @throws IllegalStateException if the service is closed
     */
    ChainBatch submitChains(List<List<TrainingRequest>> chains);

    /** Trains: {@link #submit} and {@link TrainingBatch#await}. */
    default List<TrainingResult> train(List<TrainingRequest> requests) {
        return submit(requests).await();
    }

    /** Trains one program. */
    default TrainingResult train(TrainingRequest request) {
        return train(List.of(request)).get(0);
    }

    /**
     * Computes something for each item on this machine, with the threads that the service was given, while nothing is
     * trained. The result is in the order of the items.
     *
     * @throws InterruptedRunException if asked to stop
     */
    <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> function);

    /**
     * This service for one of several callers at the same time, each in its own thread: they use the same places and
     * the same memory, whoever submitted first is served first, and what {@link #made} and {@link #nanos} tell is of
     * this caller alone. To close it ends nothing.
     */
    default TrainingService share() {
        return share(() -> false);
    }

    /**
     * The same, with a time. Once that is up, a batch of which something is still to be trained for its fitness ends
     * with a {@link TimeUpException}; what is remembered is answered all the same, and so is what nothing remembers,
     * such as a sample of gradients: work that is repeated ends where it did.
     *
     * @param isUp is asked in the thread of the caller while something is trained
     */
    TrainingService share(BooleanSupplier isUp);

    /** Trainings that may be under way at a time. */
    int slots();

    /** Trainings made so far, not counting what was known before. */
    long made();

    /** Time spent in them, summed over slots. */
    long nanos();

    /** Ends the service; trainings under way are left to themselves, and who awaits a batch is told. */
    @Override
    void close();
}
