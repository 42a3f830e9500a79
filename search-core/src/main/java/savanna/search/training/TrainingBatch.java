package savanna.search.training;

import java.util.List;
import java.util.Optional;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;

/**
 * Candidates that were handed to a {@link TrainingPool} to be trained on one task with the same seeds. Its trainings
 * are claimed one by one; all access is under the pool's lock.
 */
public final class TrainingBatch {

    /** One training to be made: a job and the index of its seed. */
    record Claim(TrainingBatch batch, TrainingJob job, int index) {
        long seed() {
            return job.seed(index);
        }
    }

    private final Task task;
    private final Hurdles hurdles;
    private final List<TrainingJob> jobs;
    private final List<TrainingJob> open;
    private int started;
    private int missing;
    private Optional<Throwable> failure = Optional.empty();

    TrainingBatch(Task task, Hurdles hurdles, List<TrainingJob> jobs) {
        this.task = task;
        this.hurdles = hurdles;
        this.jobs = jobs;
        this.open = jobs.stream().filter(TrainingJob::isOpen).toList();
        this.missing = open.size();
    }

    Task task() {
        return task;
    }

    Hurdles hurdles() {
        return hurdles;
    }

    boolean isHurdled() {
        return !hurdles.bounds().isEmpty();
    }

    /** The first seed of a job that no one has begun. */
    Optional<Claim> unstarted() {
        while (started < open.size()) {
            Optional<Claim> claim = of(open.get(started++));
            if (claim.isPresent()) {
                return claim;
            }
        }
        return Optional.empty();
    }

    /** A further seed of that job; none once the batch has failed, since nobody would look at it. */
    Optional<Claim> of(TrainingJob job) {
        return failure.isPresent() ? Optional.empty() : job.claim().map(index -> new Claim(this, job, index));
    }

    /** A further seed of a job that someone else is at. */
    Optional<Claim> help() {
        for (int i = open.size() - 1; i >= 0; i--) {
            Optional<Claim> claim = of(open.get(i));
            if (claim.isPresent()) {
                return claim;
            }
        }
        return Optional.empty();
    }

    /** Takes a training that was made. */
    void finish(Claim claim, Evaluation.Run run) {
        boolean wasOpen = claim.job.isOpen();
        claim.job.finish(claim.index, run);
        missing -= wasOpen && !claim.job.isOpen() ? 1 : 0;
    }

    void fail(Throwable reason) {
        failure = failure.isPresent() ? failure : Optional.of(reason);
    }

    Optional<Throwable> failure() {
        return failure;
    }

    /** Number of candidates. */
    int size() {
        return jobs.size();
    }

    /** Number of candidates whose evaluation is known. */
    int ended() {
        return jobs.size() - missing;
    }

    /** Whether all evaluations are known, or never will be. */
    boolean isDone() {
        return failure.isPresent() || missing == 0;
    }

    /** One evaluation a candidate, in order; once the batch is done. */
    List<Evaluation> evaluations() {
        return jobs.stream().map(TrainingJob::evaluation).toList();
    }
}
