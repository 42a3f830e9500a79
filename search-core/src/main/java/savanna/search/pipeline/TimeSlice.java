package savanna.search.pipeline;

import java.time.Duration;
import java.util.function.Supplier;

/** What one search, or what comes after the searches, has of the time of a run. Used by one thread. */
final class TimeSlice {

    private static final Duration NEVER = Duration.ofDays(1_000_000);

    private final RunTime run;
    private Duration partEnd;
    private Duration end;
    private boolean isFinishing;

    TimeSlice(RunTime run) {
        this.run = run;
        this.partEnd = run.whole().orElse(NEVER);
        this.end = partEnd;
    }

    /** The time of the whole run. */
    RunTime run() {
        return run;
    }

    /** Whether nothing new may be trained now. Asked while something is trained. */
    boolean isUp() {
        run.tick();
        return !isFinishing && run.elapsed().compareTo(withSlack(end)) >= 0;
    }

    /** Whether what is under way should come to its end by itself. */
    boolean isPartUp() {
        return run.elapsed().compareTo(end) >= 0;
    }

    /**
     * What comes now has an even share of the time.
     *
     * @param parts so many like it are still to come one after the other, itself among them
     * @param reserve what comes after them needs so much
     */
    void part(int parts, Duration reserve) {
        partEnd = run.whole()
                .map(time -> run.elapsed()
                        .plus(positive(time.minus(run.elapsed()).minus(reserve)).dividedBy(parts)))
                .orElse(NEVER);
        end = partEnd;
    }

    /** What comes now has at most that share of what is left to the present part. */
    void share(double share) {
        end = run.whole().isEmpty()
                ? NEVER
                : run.elapsed().plusMillis((long)
                        (share * positive(partEnd.minus(run.elapsed())).toMillis()));
    }

    /** Does what ends something that was cut short: a few trainings, made even if the time is up. */
    <T> T finishing(Supplier<T> work) {
        boolean outer = isFinishing;
        isFinishing = true;
        try {
            return work.get();
        } finally {
            isFinishing = outer;
        }
    }

    /** What is under way has a little longer than what would only begin, but not longer than the run. */
    private Duration withSlack(Duration limit) {
        return run.whole()
                .map(time -> limit.plus(time.dividedBy(20)).compareTo(time) < 0 ? limit.plus(time.dividedBy(20)) : time)
                .orElse(NEVER);
    }

    private static Duration positive(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}
