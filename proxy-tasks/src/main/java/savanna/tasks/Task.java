package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import savanna.dsl.execution.ParameterLayout;

/** A proxy task: data, model, recipe, metric, as far as a search knows it. Immutable. */
public interface Task {

    /** Such as {@code digits-mlp} or {@code digits-mlp-b}. */
    String name();

    /** Tells the task from all others by its content, whatever it is called. */
    TaskDigest digest();

    /** Seeds that a search trains with, from the recipe; final claims use others. */
    List<Long> searchSeeds();

    /** Training steps of one run. */
    int steps();

    /** Name of the fitness, such as {@code loss} or {@code error rate}; lower is better. */
    String metric();

    /** One line on data, model and recipe. */
    String description();

    /** What one learns from training on it, for people who choose a task; empty if nobody said. */
    default String goodFor() {
        return "";
    }

    /** Parameters of the model. */
    ParameterLayout layout();

    /**
     * The steps after which a learning curve scores the validation examples, rising, the last step among them: forty,
     * spread evenly, unless the task says otherwise. Fitness is the score after the last step alone.
     */
    default List<Integer> validationSteps() {
        int points = Math.min(40, steps());
        return IntStream.rangeClosed(1, points)
                .mapToObj(point -> (int) (((long) point * steps() + points - 1) / points))
                .toList();
    }

    /** Files that the data was read from: what a training gives holds for their content only. */
    default List<Path> dataFiles() {
        return List.of();
    }

    /**
     * What was found and decided when the data was read, a line each, for people: said once where a task is used. Hints
     * begin with {@code hint:}.
     */
    default List<String> findings() {
        return List.of();
    }

    /** The losses of a run as hurdles for others: the shares to look at, from the recipe. */
    List<Double> hurdleShares();
}
