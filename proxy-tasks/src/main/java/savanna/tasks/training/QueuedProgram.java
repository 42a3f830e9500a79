package savanna.tasks.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * A chain of requests, handed out seed by seed so that idle slots can help to finish it. Its results are the runs in
 * the order of the requests and of their seeds up to the first that failed, whatever order they were made in. Guarded
 * by the lock of its queue.
 */
final class QueuedProgram {

    /** One training: a request and one of its seeds. */
    record Part(TrainingRequest request, long seed) {}

    private final List<TrainingRequest> chain;
    private final List<Part> parts;
    private final List<TrainingResult.Run> runs;
    private final boolean[] taken;
    /** The first part known to have failed; those after it are not needed. */
    private int failedAt = Integer.MAX_VALUE;

    /** @param chain at least one request */
    QueuedProgram(List<TrainingRequest> chain) {
        this.chain = List.copyOf(chain);
        this.parts = chain.stream()
                .flatMap(request -> request.seeds().stream().map(seed -> new Part(request, seed)))
                .toList();
        this.runs = new ArrayList<>(Collections.nCopies(parts.size(), null));
        this.taken = new boolean[parts.size()];
    }

    /** Whether its fitness is all that is wanted. */
    boolean isForFitness() {
        return chain.stream().allMatch(TrainingRequest::isForFitness);
    }

    /** All its trainings, in order. */
    List<Part> parts() {
        return parts;
    }

    /** Whether what is needed first is of such a task. */
    boolean beginsWith(Predicate<? super TaskDescription> trained) {
        return trained.test(chain.get(0).task());
    }

    /** Index of a training of such a task that no one has made or is at, unless the program needs no more. */
    Optional<Integer> claim(Predicate<? super TaskDescription> trained) {
        for (int i = 0; i < Math.min(failedAt, taken.length); i++) {
            if (!taken[i] && trained.test(parts.get(i).request().task())) {
                taken[i] = true;
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Puts a run in place: one that was made, or that is remembered. */
    void finish(int index, TrainingResult.Run made) {
        TrainingResult.Run run = parts.get(index).request().hurdles().counted(made);
        taken[index] = true;
        runs.set(index, run);
        if (run.outcome().isFailure()) {
            failedAt = Math.min(failedAt, index);
        }
    }

    /** Whether a training can still become part of the results. */
    boolean needs(int index) {
        return index < failedAt && runs.get(index) == null;
    }

    /** Whether something is left to train. */
    boolean isOpen() {
        int missing = runs.indexOf(null);
        return missing >= 0 && missing < failedAt;
    }

    /** One result a request, up to the first request that failed; once nothing is open. */
    List<TrainingResult> results() {
        List<TrainingResult> results = new ArrayList<>(chain.size());
        Iterator<TrainingResult.Run> inOrder = runs.iterator();
        for (TrainingRequest request : chain) {
            TrainingResult result = result(request, inOrder);
            results.add(result);
            if (result.outcome().isFailure()) {
                break;
            }
        }
        return results;
    }

    private static TrainingResult result(TrainingRequest request, Iterator<TrainingResult.Run> inOrder) {
        List<TrainingResult.Run> made = new ArrayList<>(request.seeds().size());
        for (int i = 0; i < request.seeds().size(); i++) {
            TrainingResult.Run run = inOrder.next();
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
