package savanna.search.pipeline;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import savanna.search.evolution.Budget;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Lull;
import savanna.search.evolution.StopReason;
import savanna.search.evolution.StoppingRule;
import savanna.search.store.StageTable;
import savanna.tasks.training.TrainingService;

/**
 * Ends one search, and keeps its time over sessions. A resumed search repeats its programs from the remembered
 * trainings; while it does, the clock does not count. A search that ended by time ends again at the same program.
 */
final class StageClock implements StoppingRule {

    private final StageTable.Stage before;
    private final Budget budget;
    private final Lull lull;
    private final long repeated;
    private final TrainingService trainings;
    private final StageTable stages;
    private final RunListener listener;
    private final TimeSlice time;
    private SessionTime session;
    private final long startTrainings;

    /** @param repeated number of the last program that an earlier session wrote */
    StageClock(
            StageTable.Stage before,
            Budget budget,
            Lull lull,
            long repeated,
            TrainingService trainings,
            StageTable stages,
            RunListener listener,
            TimeSlice time) {
        this.before = before;
        this.budget = budget;
        this.lull = lull;
        this.repeated = repeated;
        this.trainings = trainings;
        this.stages = stages;
        this.listener = listener;
        this.time = time;
        this.session = new SessionTime(trainings);
        this.startTrainings = trainings.made();
    }

    @Override
    public Optional<StopReason> stop(Counts counts) {
        boolean repeating = counts.programs() <= repeated;
        if (repeating) {
            session = new SessionTime(trainings);
        }
        Duration elapsed = session.elapsedSince(before);
        Duration training = session.trainingSince(before);
        stages.update(before.name(), counts.programs(), counts.evaluations(), elapsed.toMillis(), training.toMillis());
        Optional<StopReason> reason = reason(counts, repeating, training, elapsed);
        listener.progress(new RunListener.SearchProgress(
                before.name(),
                counts,
                budget,
                elapsed,
                (trainings.made() - startTrainings)
                        / Math.max(1e-3, session.elapsed().toNanos() / 1e9),
                reason));
        return reason;
    }

    private Optional<StopReason> reason(Counts counts, boolean repeating, Duration training, Duration elapsed) {
        if (endedByTime()) {
            return counts.programs() >= before.stopPrograms().getAsLong()
                    ? before.reason().map(StopReason::valueOf)
                    : budget.reached(counts, lull.programs(counts), Duration.ZERO, Duration.ZERO);
        }
        return budget.reached(
                        counts,
                        lull.programs(counts),
                        repeating ? Duration.ZERO : training,
                        repeating ? Duration.ZERO : elapsed)
                .or(() -> !repeating && time.isPartUp() ? Optional.of(StopReason.TIME) : Optional.empty());
    }

    /** How busy the threads were in this session, in words. */
    String busyWords() {
        double seconds = session.elapsed().toNanos() / 1e9;
        double training = session.training().toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "%.1f%% of the time of %d threads was training, %.0f trainings a second",
                100 * training / seconds / trainings.slots(),
                trainings.slots(),
                (trainings.made() - startTrainings) / seconds);
    }

    private boolean endedByTime() {
        return before.reason()
                .filter(reason ->
                        reason.equals(StopReason.TIME.name()) || reason.equals(StopReason.TRAINING_TIME.name()))
                .isPresent();
    }
}
