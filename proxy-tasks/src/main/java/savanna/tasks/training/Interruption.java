package savanna.tasks.training;

/** A wish to stop, from Ctrl-C or from the embedding program; looked at between trainings. */
public final class Interruption {

    private volatile boolean requested;
    private volatile long requestedAt;

    /** Asks everything that shares this object to stop soon. */
    public synchronized void request() {
        if (!requested) {
            requestedAt = System.nanoTime();
            requested = true;
        }
    }

    public boolean isRequested() {
        return requested;
    }

    /** Whether a stop was requested at least so many nanoseconds ago. */
    boolean isRequestedSince(long nanos) {
        return requested && System.nanoTime() - requestedAt >= nanos;
    }
}
