package savanna.search.pipeline;

import java.time.Duration;
import java.util.Optional;
import savanna.search.evolution.Budget;
import savanna.search.evolution.Counts;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.evolution.StopReason;
import savanna.tasks.training.TrainingProgress;
import savanna.tasks.workers.WorkersStanding;

/**
 * Is told how a run gets on: by one thread at a time, that of the run or, where searches run at the same time, of one
 * of them.
 */
public interface RunListener {

    /** A stage begins. @param words such as {@code "search 1 of 5: evolution from adamw"} */
    default void begin(String words) {}

    /** A search has made some more programs. */
    default void progress(SearchProgress progress) {}

    /**
     * A search stands where it stood after a batch.
     *
     * @param best the best program so far
     * @param start what the search started from
     */
    default void best(HallOfFame.Entry best, Individual start) {}

    /** Trainings were made, in any stage. */
    default void trained(TrainingProgress progress) {}

    /** How the workers do, now and then; never for a run that needs none. */
    default void workers(WorkersStanding standing) {}

    /** The neighbourhood search took a step. @param words what was done */
    default void step(String words) {}

    /** A stage ended. @param words what came out and why it ended */
    default void end(String words) {}

    /**
     * Where a search stands.
     *
     * @param search its name
     * @param counts its totals
     * @param budget its budget
     * @param elapsed time spent in it
     * @param trainingsPerSecond in this process
     * @param reason why it ends here, if it does
     */
    record SearchProgress(
            String search,
            Counts counts,
            Budget budget,
            Duration elapsed,
            double trainingsPerSecond,
            Optional<StopReason> reason) {}

    /** The same, called by one thread at a time whoever calls this. */
    default RunListener serial() {
        return new SerialListener(this);
    }
}
