package savanna.tasks.workers;

/**
 * A worker as people see it.
 *
 * @param command that started it
 * @param task that it trains
 * @param host where it runs, as it says; empty before it has said so
 * @param state what it is at
 * @param slots trainings that it makes at a time
 * @param busy trainings that it is at
 * @param trained trainings that it made
 * @param lost how often it was lost and started again
 * @param lostSlots slots that it says it lost, such as actors of a cluster
 * @param where its slots are, as it says, such as {@code node-1 (4f0c) 4, node-2 (91aa) 2}; empty for one machine
 * @param seconds that its slots were at trainings, summed
 * @param note why it was lost or refused, or what is special about it; empty mostly
 */
public record WorkerStanding(
        String command,
        String task,
        String host,
        State state,
        int slots,
        int busy,
        long trained,
        int lost,
        long lostSlots,
        String where,
        double seconds,
        String note) {

    /** What a worker is at. */
    public enum State {
        /** Was started, and has not said what it can do. */
        STARTING,
        /** Trains. */
        READY,
        /** Does not answer at the moment. */
        SILENT,
        /** Has ended; it is started again after a while. */
        LOST,
        /** Does not train this: see the note. */
        REFUSED
    }
}
