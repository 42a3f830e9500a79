package savanna.tasks;

import java.util.List;
import savanna.dsl.execution.ParameterLayout;

/**
 * A task as plain data: all that a search needs to know of it, and what a place where it is trained says of it.
 *
 * @param name for people
 * @param digest of its content: two tasks are the same if theirs are
 * @param description one line on data, model and recipe
 * @param metric name of the fitness; lower is better
 * @param steps training steps of one run
 * @param searchSeeds seeds that a search trains with
 * @param hurdleShares shares of the steps at which hopeless runs may be ended, rising
 * @param validationSteps steps of a learning curve, rising
 * @param layout parameters of the model
 */
public record TaskDescription(
        String name,
        TaskDigest digest,
        String description,
        String metric,
        int steps,
        List<Long> searchSeeds,
        List<Double> hurdleShares,
        List<Integer> validationSteps,
        ParameterLayout layout)
        implements Task {

    public TaskDescription {
        searchSeeds = List.copyOf(searchSeeds);
        hurdleShares = List.copyOf(hurdleShares);
        validationSteps = List.copyOf(validationSteps);
    }

    public static TaskDescription of(Task task) {
        return task instanceof TaskDescription described
                ? described
                : new TaskDescription(
                        task.name(),
                        task.digest(),
                        task.description(),
                        task.metric(),
                        task.steps(),
                        task.searchSeeds(),
                        task.hurdleShares(),
                        task.validationSteps(),
                        task.layout());
    }
}
