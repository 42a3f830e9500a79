package savanna.search.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.tasks.Evaluation;
import savanna.tasks.Outcome;

/**
 * One candidate with its seeds, handed out seed by seed so that idle threads can help to finish it. Its result is the
 * runs in the order of the seeds up to the first that failed, whatever order they were made in. Guarded by the lock of
 * its pool.
 */
final class TrainingJob {

    private final Candidate candidate;
    private final List<Long> seeds;
    private final List<Evaluation.Run> runs;
    private int next;
    /** The first seed known to have failed; those after it are not needed. */
    private int failedAt = Integer.MAX_VALUE;

    TrainingJob(Candidate candidate, List<Long> seeds) {
        this.candidate = candidate;
        this.seeds = seeds;
        this.runs = new ArrayList<>(seeds.size());
        seeds.forEach(seed -> runs.add(null));
    }

    Candidate candidate() {
        return candidate;
    }

    long seed(int index) {
        return seeds.get(index);
    }

    /** Index of a seed that no one has trained or is training, unless the job needs no more. */
    Optional<Integer> claim() {
        while (next < seeds.size() && runs.get(next) != null) {
            next++;
        }
        return next >= Math.min(failedAt, seeds.size()) ? Optional.empty() : Optional.of(next++);
    }

    /** Puts a run in place: one that was made, or that is remembered. */
    void finish(int index, Evaluation.Run run) {
        runs.set(index, run);
        if (run.outcome() != Outcome.TRAINED) {
            failedAt = Math.min(failedAt, index);
        }
    }

    /** Whether something is left to train. */
    boolean isOpen() {
        int missing = runs.indexOf(null);
        return missing >= 0 && missing < failedAt;
    }

    /** The evaluation; once all claims are finished. */
    Evaluation evaluation() {
        List<Evaluation.Run> made = new ArrayList<>(runs.size());
        for (Evaluation.Run run : runs) {
            if (run == null) {
                throw new IllegalStateException("a seed of " + candidate.hash() + " was not trained");
            }
            made.add(run);
            if (run.outcome() != Outcome.TRAINED) {
                return new Evaluation(run.outcome(), made);
            }
        }
        return new Evaluation(Outcome.TRAINED, made);
    }
}
