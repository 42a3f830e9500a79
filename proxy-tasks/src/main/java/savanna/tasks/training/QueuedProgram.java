package savanna.tasks.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * One request, handed out seed by seed so that idle slots can help to finish it. Its result is the runs in the order of
 * the seeds up to the first that failed, whatever order they were made in. Guarded by the lock of its queue.
 */
final class QueuedProgram {

    private final TrainingRequest request;
    private final List<TrainingResult.Run> runs;
    private final boolean[] taken;
    /** The first seed known to have failed; those after it are not needed. */
    private int failedAt = Integer.MAX_VALUE;

    QueuedProgram(TrainingRequest request) {
        this.request = request;
        this.runs = new ArrayList<>(request.seeds().size());
        this.taken = new boolean[request.seeds().size()];
        request.seeds().forEach(seed -> runs.add(null));
    }

    TrainingRequest request() {
        return request;
    }

    /** Index of a seed that no one has trained or is training, unless the program needs no more. */
    Optional<Integer> claim() {
        for (int i = 0; i < Math.min(failedAt, taken.length); i++) {
            if (!taken[i]) {
                taken[i] = true;
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Puts a run in place: one that was made, or that is remembered. */
    void finish(int index, TrainingResult.Run run) {
        taken[index] = true;
        runs.set(index, run);
        if (run.outcome().isFailure()) {
            failedAt = Math.min(failedAt, index);
        }
    }

    /** Whether the run of a seed can still become part of the result. */
    boolean needs(int index) {
        return index < failedAt && runs.get(index) == null;
    }

    /** Whether something is left to train. */
    boolean isOpen() {
        int missing = runs.indexOf(null);
        return missing >= 0 && missing < failedAt;
    }

    /** The result; once nothing is open. */
    TrainingResult result() {
        List<TrainingResult.Run> made = new ArrayList<>(runs.size());
        for (TrainingResult.Run run : runs) {
            if (run == null) {
                throw new IllegalStateException("a seed of " + request.hash() + " was not trained");
            }
            made.add(run);
            if (run.outcome().isFailure()) {
                break;
            }
        }
        return TrainingResult.of(made);
    }
}
