package savanna.tasks.workers;

import java.util.Optional;
import savanna.tasks.TrainingResult;

/** A training that one worker was given. */
final class Lease {
    private final int number;
    private final Work work;
    private final RunLines.Collector collector;
    private Optional<TrainingResult.Run> run = Optional.empty();
    private long begunNanos;
    private boolean isBegun;
    private boolean isCancelled;

    Lease(int number, Work work) {
        this.number = number;
        this.work = work;
        this.collector = new RunLines.Collector(
                work.assignment().request(), work.assignment().seed());
    }

    int number() {
        return number;
    }

    Work work() {
        return work;
    }

    RunLines.Collector collector() {
        return collector;
    }

    /** What the worker said came out. */
    Optional<TrainingResult.Run> run() {
        return run;
    }

    void run(TrainingResult.Run told) {
        run = Optional.of(told);
    }

    /** A slot of the worker is free for it: it is under way, as far as one can tell from here. */
    void begin(long nanos) {
        if (!isBegun) {
            isBegun = true;
            begunNanos = nanos;
        }
    }

    boolean isBegun() {
        return isBegun;
    }

    /** Nanoseconds under way. */
    long age(long nanos) {
        return isBegun ? nanos - begunNanos : 0;
    }

    boolean isCancelled() {
        return isCancelled;
    }

    void cancel() {
        isCancelled = true;
    }
}
