package savanna.search.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import savanna.search.store.TimeTable;

/**
 * The time that a config gives the whole run, over all its sessions. A session counts from its first training that is
 * not remembered: what it only repeats is cheap. When the time is up nothing new is trained, and each stage finishes
 * with what it has; a run that is repeated ends at the same places. Used by all threads of the run.
 */
final class RunTime {

    private static final long NOTED_NANOS = 1_000_000_000;
    private static final String SEARCH = "search-";

    private final Optional<Duration> whole;
    private final TimeTable table;
    private final Duration before;
    private final List<String> cutBefore;
    private final List<String> cut = new ArrayList<>();
    private OptionalLong startNanos = OptionalLong.empty();
    private long notedNanos;

    RunTime(Optional<Duration> whole, TimeTable table) {
        this.whole = whole;
        this.table = table;
        this.before = table.elapsed();
        this.cutBefore = table.cut();
    }

    /** The time of the run, if it has any. */
    Optional<Duration> whole() {
        return whole;
    }

    /** For one of several callers. */
    TimeSlice slice() {
        return new TimeSlice(this);
    }

    /** Time spent so far, in all sessions. */
    synchronized Duration elapsed() {
        return startNanos.isPresent() ? before.plusNanos(System.nanoTime() - startNanos.getAsLong()) : before;
    }

    /** Something is trained: the session's time begins, and is written down now and then. */
    synchronized void tick() {
        if (startNanos.isEmpty()) {
            startNanos = OptionalLong.of(System.nanoTime());
        }
        if (System.nanoTime() - notedNanos > NOTED_NANOS) {
            note();
        }
    }

    /**
     * Whether a stage was cut short in an earlier session, with the same time: then it is again, though trainings that
     * were under way have ended since.
     */
    boolean wasCut(String stage) {
        return cutBefore.contains(stage);
    }

    /** Notes that a stage was cut short. */
    synchronized void cut(String stage) {
        note();
        cut.add(stage);
        table.cut(Stream.concat(cut().stream(), cutBefore.stream()).distinct().toList());
    }

    /** Stages that were cut short: searches by their names, since they may run at the same time, then the others. */
    synchronized List<String> cut() {
        return cut.stream()
                .sorted(Comparator.comparing(stage -> stage.startsWith(SEARCH) ? stage : "~"))
                .toList();
    }

    /** The run has come to its end. */
    synchronized void end() {
        note();
        table.cut(cut());
    }

    private void note() {
        table.elapsed(elapsed());
        notedNanos = System.nanoTime();
    }
}
