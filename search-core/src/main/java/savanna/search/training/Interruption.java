package savanna.search.training;

/** A wish to stop, from Ctrl-C or from the embedding program; looked at between trainings. */
public final class Interruption {

    private volatile boolean requested;

    /** Asks everything that shares this object to stop soon. */
    public void request() {
        requested = true;
    }

    public boolean isRequested() {
        return requested;
    }

    /** @throws InterruptedRunException if a stop was requested */
    public void check() {
        if (requested) {
            throw new InterruptedRunException();
        }
    }
}
