package savanna.tasks.workers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Assignment;

/** A training that workers were given: once, or twice where the first seems stuck. The first result counts. */
final class Work {
    private final Assignment assignment;
    private final List<Lease> leases = new ArrayList<>();
    private Optional<TrainingResult.Run> result = Optional.empty();

    Work(Assignment assignment) {
        this.assignment = assignment;
    }

    Assignment assignment() {
        return assignment;
    }

    /** Those under way. */
    List<Lease> leases() {
        return leases;
    }

    /** What came first. */
    Optional<TrainingResult.Run> result() {
        return result;
    }

    void result(TrainingResult.Run run) {
        result = Optional.of(run);
    }

    /** Whether two runs say the same, apart from the time that they took and from texts for people. */
    static boolean isSame(TrainingResult.Run one, TrainingResult.Run other) {
        return one.with(TrainingResult.Time.UNKNOWN).equals(other.with(TrainingResult.Time.UNKNOWN));
    }
}
