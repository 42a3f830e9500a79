package savanna.tasks;

import java.nio.file.Path;
import java.util.Optional;
import savanna.tasks.yaml.YamlMap;

/**
 * A kind of task that is not a problem with a recipe: found by the form of its reference, or by a key of its YAML file.
 * Registered for {@link java.util.ServiceLoader}; a Python function is one.
 */
public interface TaskKind {

    /** The key of a task's YAML file that says it is of this kind, such as {@code python}. */
    String key();

    /** The task that a reference names, such as {@code train.py:small_gpt}; nothing if it is none of this kind's. */
    Optional<Task> find(String reference);

    /**
     * The task of a YAML file that has the key.
     *
     * @param name of the task
     * @param folder where the files that it names may be
     * @throws savanna.tasks.yaml.YamlException if something is wrong with it
     */
    Task read(String name, YamlMap root, Path folder);
}
