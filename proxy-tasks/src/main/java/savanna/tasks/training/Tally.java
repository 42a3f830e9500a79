package savanna.tasks.training;

import savanna.tasks.Outcome;
import savanna.tasks.TrainingResult;

/** Trainings made for one caller of a {@link TrainingQueue}, or for all; guarded by its lock. */
final class Tally {

    private long trainings;
    private double micros;

    void add(TrainingResult.Run run) {
        trainings += run.outcome() == Outcome.CRASHED ? 0 : 1;
        micros += run.time().micros();
    }

    long trainings() {
        return trainings;
    }

    /** Time in them. */
    long nanos() {
        return (long) (micros * 1e3);
    }
}
