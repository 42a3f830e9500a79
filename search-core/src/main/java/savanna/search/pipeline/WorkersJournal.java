package savanna.search.pipeline;

import savanna.search.store.RunStore;
import savanna.tasks.workers.Workers;
import savanna.tasks.workers.WorkersStanding;

/**
 * Tells how the workers of a run do, and writes it down now and then. Searches that run at the same time look at it
 * too.
 */
final class WorkersJournal implements AutoCloseable {

    private static final long TELL_NANOS = 200_000_000L;
    private static final long WRITE_NANOS = 5_000_000_000L;

    private final Workers workers;
    private final RunStore store;
    private final RunListener listener;
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
        listener.workers(standing);
        if (now - written >= WRITE_NANOS) {
            written = now;
            store.workers().replace(standing);
        }
    }

    /** Writes down how they did in the end; closed after the service, when they have ended. */
    @Override
    public synchronized void close() {
        WorkersStanding standing = workers.standing();
        if (!standing.workers().isEmpty()) {
            store.workers().replace(standing);
        }
    }
}
