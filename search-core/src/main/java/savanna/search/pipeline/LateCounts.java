package savanna.search.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import savanna.search.evolution.Counts;

/** Keeps what is needed to tell the totals of a search's last tenth, in memory that does not grow with the search. */
final class LateCounts {

    /** Snapshots beyond which every other one is dropped. */
    private static final int MOST = 1000;

    private final Deque<Counts> snapshots = new ArrayDeque<>();
    private long apart;

    void add(Counts counts) {
        if (!snapshots.isEmpty() && counts.programs() - snapshots.getLast().programs() < apart) {
            return;
        }
        snapshots.add(counts);
        if (snapshots.size() > MOST) {
            Deque<Counts> every = new ArrayDeque<>(snapshots);
            snapshots.clear();
            int i = 0;
            for (Counts snapshot : every) {
                if (i++ % 2 == 0) {
                    snapshots.add(snapshot);
                }
            }
            apart = snapshots.getLast().programs() / snapshots.size();
        }
    }

    /** What happened in the last tenth of the programs. */
    Counts lastTenth() {
        Counts last = snapshots.getLast();
        Counts from = snapshots.getFirst();
        for (Counts snapshot : snapshots) {
            if (snapshot.programs() <= last.programs() * 0.9) {
                from = snapshot;
            }
        }
        return last.since(from);
    }
}
