package savanna.tasks.training;

import java.util.List;
import savanna.tasks.TrainingResult;

/** Chains of requests that a {@link TrainingService} has taken. */
public interface ChainBatch {

    /**
     * Waits until all is trained, as {@link TrainingBatch#await} does.
     *
     * @return for each chain one result a request, up to and with the first request that failed
     */
    List<List<TrainingResult>> await();

    /** Gives the batch up, as {@link TrainingBatch#abandon} does. */
    void abandon();

    /** The same where each chain is one request. */
    default TrainingBatch single() {
        ChainBatch chains = this;
        return new TrainingBatch() {
            @Override
            public List<TrainingResult> await() {
                return chains.await().stream().map(results -> results.get(0)).toList();
            }

            @Override
            public void abandon() {
                chains.abandon();
            }
        };
    }
}
