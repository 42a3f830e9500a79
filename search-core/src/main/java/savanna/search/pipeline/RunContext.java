package savanna.search.pipeline;

import java.util.function.Function;
import savanna.search.config.RunConfig;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.store.RunFolder;
import savanna.search.training.TrainingPool;
import savanna.tasks.Task;

/**
 * What all stages of a run share.
 *
 * @param config what to do
 * @param tasks finds tasks by name
 * @param pool trains
 * @param folder remembers
 * @param listener is told
 * @param random streams of the run
 */
record RunContext(
        RunConfig config,
        Function<String, Task> tasks,
        TrainingPool pool,
        RunFolder folder,
        RunListener listener,
        RandomStreams random) {

    /** The task of the searches. */
    Task task() {
        return tasks.apply(config.task());
    }

    /** What is better. */
    Objective objective() {
        return config.objective().objective();
    }

    /** Streams of one purpose, independent of all others. */
    RandomStreams streams(Object... purpose) {
        return new RandomStreams(random.stream(purpose).nextLong());
    }
}
