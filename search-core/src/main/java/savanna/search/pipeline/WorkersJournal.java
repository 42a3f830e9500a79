package savanna.search.pipeline;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import savanna.search.store.RunStore;
import savanna.tasks.workers.Workers;
import savanna.tasks.workers.WorkersStanding;

/**
 * Tells how the workers of a run do, and writes it down now and then. Searches that run at the same time look at it
 * too.
 */
final class WorkersJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkersJournal.class);

    private static final long TELL_NANOS = 200_000_000L;
    private static final long WRITE_NANOS = 5_000_000_000L;

    private final Workers workers;
    private final RunStore store;
    private final RunListener listener;
    private final Set<String> noted = new HashSet<>();
    private long told;
    private long written;

    WorkersJournal(Workers workers, RunStore store, RunListener listener) {
        this.workers = workers;
        this.store = store;
        this.listener = listener;
        told = System.nanoTime() - TELL_NANOS;
        written = System.nanoTime();
    }

    synchronized void look() {
        long now = System.nanoTime();
        WorkersStanding standing = workers.standing();
        if (now - told < TELL_NANOS || standing.workers().isEmpty()) {
            return;
        }
        told = now;
        note(standing);
        listener.workers(standing);
        if (now - written >= WRITE_NANOS) {
            written = now;
            store.workers().replace(standing);
        }
    }

    /** A run may go on with workers of other arithmetic; then it says so, as it does of its own. */
    private void note(WorkersStanding standing) {
        standing.numerics().forEach((task, line) -> {
            if (!noted.add(task)) {
                return;
            }
            Optional<String> before = store.numerics(task);
            before.filter(first -> !first.equals(line))
                    .ifPresent(first -> LOG.warn(
                            "the run began with workers of other arithmetic for {} ({}; now {}); trainings from here on may differ in their last digits, and the run from what it would have become",
                            task,
                            first,
                            line));
            if (before.isEmpty() || !before.get().equals(line)) {
                store.recordNumerics(task, line);
            }
        });
    }

    /** Writes down how they did in the end; closed after the service, when they have ended. */
    @Override
    public synchronized void close() {
        WorkersStanding standing = workers.standing();
        note(standing);
        if (!standing.workers().isEmpty()) {
            store.workers().replace(standing);
        }
    }
}
