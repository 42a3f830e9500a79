package savanna.tasks.training;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import savanna.tasks.TrainingResult;

/**
 * Remembers trainings, so that none is made twice, in this process or in a later one. It is asked and told only of
 * whole trainings for fitness, and never of one that crashed. Called from one thread at a time.
 */
public interface TrainingMemory {

    /** How that training went, if it was made before. */
    Optional<TrainingResult.Run> recall(Training.Key key);

    /** Remembers a training, instead of an earlier one of the same key. */
    void remember(Training training);

    /** Remembers in this process alone. */
    static TrainingMemory ofThisProcess() {
        Map<Training.Key, TrainingResult.Run> runs = new HashMap<>();
        return new TrainingMemory() {
            @Override
            public Optional<TrainingResult.Run> recall(Training.Key key) {
                return Optional.ofNullable(runs.get(key));
            }

            @Override
            public void remember(Training training) {
                runs.put(training.key(), training.run());
            }
        };
    }
}
