package savanna.tasks;

import java.nio.file.Path;
import java.util.List;
import savanna.dsl.execution.ParameterLayout;

/**
 * What a task minimises: a function of a flat vector of parameters whose gradient is seen through chance. Immutable and
 * shared by trainers, each with a {@link GradientSource} of its own. A network on data is one, a stated quadratic
 * another; a kind of one's own is a {@link ProblemKind}.
 */
public interface Problem {

    /** What it is in a few words, where the task has no description of its own. */
    String name();

    /** Names and shapes of the parameter arrays. */
    ParameterLayout layout();

    /** Name of what {@link GradientSource#score} measures, such as {@code loss}; lower is better. */
    String metric();

    /**
     * The training loss of parameters that know nothing, such as ln(classes). A run whose running loss rises beyond ten
     * times this has diverged.
     */
    double uninformedLoss();

    /** A source with buffers of its own. */
    GradientSource gradients();

    /** Files that it was read from; none if it comes with Savanna. */
    default List<Path> files() {
        return List.of();
    }

    /** What was found and decided when it was read, a line each, for people; hints begin with {@code hint:}. */
    default List<String> findings() {
        return List.of();
    }
}
