package savanna.tasks.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import savanna.tasks.TaskDescription;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

/**
 * Chains of requests in a {@link TrainingQueue}, claimed training by training; all access is under the lock of
 * {@link PendingTrainings}.
 */
final class QueuedBatch implements ChainBatch {

    /** One training to be made: a program and the index among its trainings. */
    final class Claim implements Assignment {
        private final QueuedProgram program;
        private final int index;
        private int losses;

        private Claim(QueuedProgram program, int index) {
            this.program = program;
            this.index = index;
        }

        @Override
        public TrainingRequest request() {
            return program.parts().get(index).request();
        }

        @Override
        public long seed() {
            return program.parts().get(index).seed();
        }

        @Override
        public boolean isWanted() {
            return queue.isWanted(this);
        }

        QueuedBatch batch() {
            return QueuedBatch.this;
        }
    }

    private final TrainingQueue queue;
    private final BooleanSupplier isTimeUp;
    private final Tally caller;
    private final List<QueuedProgram> programs;
    private final List<QueuedProgram> open;
    private final Deque<Claim> lost = new ArrayDeque<>();
    /** Whether a program was handed out, and the first that was not. */
    private final boolean[] hasBegun;

    private int started;
    private int missing;
    private Optional<Throwable> failure = Optional.empty();

    QueuedBatch(TrainingQueue queue, Tally caller, BooleanSupplier isTimeUp, List<QueuedProgram> programs) {
        this.isTimeUp = isTimeUp;
        this.queue = queue;
        this.caller = caller;
        this.programs = programs;
        this.open = programs.stream().filter(QueuedProgram::isOpen).toList();
        this.missing = open.size();
        this.hasBegun = new boolean[open.size()];
    }

    @Override
    public List<List<TrainingResult>> await() {
        return queue.await(this);
    }

    @Override
    public void abandon() {
        queue.abandon(this);
    }

    /** Counts what is made for whoever submitted this. */
    Tally caller() {
        return caller;
    }

    /** A training of a task that was lost and is still needed. */
    Optional<Claim> again(Predicate<? super TaskDescription> trained) {
        if (failure.isPresent()) {
            return Optional.empty();
        }
        lost.removeIf(claim -> !claim.program.needs(claim.index));
        Optional<Claim> found = lost.stream()
                .filter(claim -> trained.test(claim.request().task()))
                .findFirst();
        found.ifPresent(lost::remove);
        return found;
    }

    /** The first training of a program that no one has begun, of such a task. */
    Optional<Claim> unstarted(Predicate<? super TaskDescription> trained) {
        for (int i = started; i < open.size(); i++) {
            QueuedProgram program = open.get(i);
            boolean isBegun = hasBegun[i];
            if (i == started && isBegun) {
                started++;
            }
            if (!isBegun && program.beginsWith(trained)) {
                hasBegun[i] = true;
                Optional<Claim> claim = of(program, trained);
                if (claim.isPresent()) {
                    return claim;
                }
            }
        }
        return Optional.empty();
    }

    /** A further training of the program of a claim, of such a task. */
    Optional<Claim> after(Claim claim, Predicate<? super TaskDescription> trained) {
        return of(claim.program, trained);
    }

    /** A further training of a program that someone else is at, of such a task. */
    Optional<Claim> help(Predicate<? super TaskDescription> trained) {
        for (int i = open.size() - 1; i >= 0; i--) {
            Optional<Claim> claim = of(open.get(i), trained);
            if (claim.isPresent()) {
                return claim;
            }
        }
        return Optional.empty();
    }

    /** Nothing once the batch has failed, since nobody would look at it. */
    private Optional<Claim> of(QueuedProgram program, Predicate<? super TaskDescription> trained) {
        return failure.isPresent() ? Optional.empty() : program.claim(trained).map(index -> new Claim(program, index));
    }

    /** Takes a training that was made. */
    void finish(Claim claim, TrainingResult.Run run) {
        boolean wasOpen = claim.program.isOpen();
        claim.program.finish(claim.index, run);
        missing -= wasOpen && !claim.program.isOpen() ? 1 : 0;
    }

    /** Takes a training back that was lost. Returns how often it was. */
    int lose(Claim claim) {
        lost.add(claim);
        return ++claim.losses;
    }

    /** Takes a training back that was not made. */
    void giveBack(Claim claim) {
        lost.add(claim);
    }

    boolean needs(Claim claim) {
        return failure.isEmpty() && claim.program.needs(claim.index);
    }

    void fail(Throwable reason) {
        failure = failure.isPresent() ? failure : Optional.of(reason);
    }

    Optional<Throwable> failure() {
        return failure;
    }

    /**
     * Whether its time is up. One that wants more than fitness, which nothing remembers, has no time: work that is
     * repeated ends where it did.
     */
    boolean isTimeUp() {
        return isTimeUp.getAsBoolean() && programs.stream().allMatch(QueuedProgram::isForFitness);
    }

    /** Number of programs. */
    int size() {
        return programs.size();
    }

    /** Number of programs whose result is known. */
    int ended() {
        return programs.size() - missing;
    }

    /** Whether all results are known, or never will be. */
    boolean isDone() {
        return failure.isPresent() || missing == 0;
    }

    /** The results of each chain, in order; once the batch is done. */
    List<List<TrainingResult>> results() {
        return programs.stream().map(QueuedProgram::results).toList();
    }
}
