package savanna.tasks.model;

import savanna.tasks.data.Shape;
import savanna.tasks.yaml.YamlMap;

/**
 * A kind of model, found by its name in a task's YAML. Models of one's own are registered for
 * {@link java.util.ServiceLoader}.
 */
public interface ModelKind {

    /** Value of {@code model: kind:} in YAML, such as {@code mlp}. */
    String name();

    /**
     * A model with its own buffers.
     *
     * @param options the {@code model} section, {@code kind} included; refuse unknown keys with
     *     {@link YamlMap#onlyKeys}
     * @param shape of the data
     * @param batch most examples in a batch
     */
    Model create(YamlMap options, Shape shape, int batch);
}
