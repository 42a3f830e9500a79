package savanna.tasks;

import savanna.tasks.recipe.Recipe;
import savanna.tasks.yaml.YamlMap;

/**
 * A kind of problem without data or network, found by its name in a task's YAML ({@code problem: kind:}). Kinds of
 * one's own are registered for {@link java.util.ServiceLoader}.
 */
public interface ProblemKind {

    /** Value of {@code problem: kind:} in YAML, such as {@code noisy-quadratic}. */
    String name();

    /**
     * A problem.
     *
     * @param options the {@code problem} section, {@code kind} included; refuse unknown keys with
     *     {@link YamlMap#onlyKeys}
     * @param recipe of the task, for the batch size and the number of steps
     */
    Problem create(YamlMap options, Recipe recipe);
}
