package savanna.search.pipeline;

import java.util.List;
import java.util.Optional;
import savanna.dsl.execution.ParameterLayout;
import savanna.search.config.RunConfig;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.store.RunStore;
import savanna.tasks.Task;
import savanna.tasks.suite.Suite;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingService;

/**
 * What all stages of a run share.
 *
 * @param config what to do
 * @param catalog finds tasks and programs by name
 * @param task of the searches
 * @param metaTask of the meta-validation, if there is one
 * @param trainings trains
 * @param store remembers
 * @param listener is told
 * @param random streams of the run
 * @param time what the caller has of the time of the run
 */
record RunContext(
        RunConfig config,
        Catalog catalog,
        Task task,
        Optional<Task> metaTask,
        TrainingService trainings,
        RunStore store,
        RunListener listener,
        RandomStreams random,
        TimeSlice time) {

    /** The tasks that the config names. */
    Tasks tasks() {
        return catalog.tasks();
    }

    /** What is better; states are priced by their numbers in the models of the searches' task. */
    Objective objective() {
        List<ParameterLayout> layouts = task instanceof Suite suite
                ? suite.parts().stream().map(part -> part.task().layout()).toList()
                : List.of(task.layout());
        return config.objective().objective().over(layouts);
    }

    /** For one of several searches at the same time. */
    RunContext share() {
        TimeSlice slice = time.run().slice();
        return new RunContext(
                config, catalog, task, metaTask, trainings.share(slice::isUp), store, listener, random, slice);
    }

    /** Streams of one purpose, independent of all others. */
    RandomStreams streams(Object... purpose) {
        return new RandomStreams(random.stream(purpose).nextLong());
    }
}
