package savanna.tasks.workers;

import java.util.List;
import java.util.Map;

/** What is counted over all crews. */
final class Totals {
    int lastLease;
    long trainedTwice;
    long lostTrainings;
    long otherBits;
    int otherNumerics;
    long otherTrainings;

    WorkersStanding standing(List<WorkerStanding> workers, Map<String, String> numerics) {
        return new WorkersStanding(
                workers, trainedTwice, lostTrainings, otherBits, otherNumerics, otherTrainings, numerics);
    }
}
