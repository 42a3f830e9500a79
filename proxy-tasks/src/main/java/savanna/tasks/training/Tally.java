package savanna.tasks.training;

import savanna.tasks.Outcome;
import savanna.tasks.TrainingResult;

/** Trainings made for one caller of a {@link TrainingQueue}, or for all; guarded by its lock. */
final class Tally {

    private long trainings;
    private long nanos;

    void add(TrainingResult.Run run) {
        trainings += run.outcome() == Outcome.CRASHED ? 0 : 1;
        nanos += Math.round(run.time().micros() * 1e3);
    }

    long trainings() {
        return trainings;
    }

    /** Time in them. */
    long nanos() {
        return nanos;
    }
}
