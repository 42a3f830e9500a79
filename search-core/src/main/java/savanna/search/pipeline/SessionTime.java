package savanna.search.pipeline;

import java.time.Duration;
import savanna.search.store.StageTable;
import savanna.tasks.training.TrainingService;

/** Time since a stage began or went on in this process: by the clock, and in trainings, summed over threads. */
final class SessionTime {

    private final TrainingService trainings;
    private final long startNanos = System.nanoTime();
    private final long startTrainingNanos;

    SessionTime(TrainingService trainings) {
        this.trainings = trainings;
        this.startTrainingNanos = trainings.nanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    Duration training() {
        return Duration.ofNanos(trainings.nanos() - startTrainingNanos);
    }

    /** Both with what earlier sessions spent in the stage. */
    Duration elapsedSince(StageTable.Stage before) {
        return elapsed().plusMillis(before.elapsedMs());
    }

    Duration trainingSince(StageTable.Stage before) {
        return training().plusMillis(before.trainingMs());
    }
}
