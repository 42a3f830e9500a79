package savanna.tasks;

import java.util.Optional;
import savanna.dsl.execution.Engine;

/** A task that this process can train; its data is loaded once and shared by its trainers. */
public interface LocalTask extends Task {

    /** A trainer with buffers of its own, on a given engine. */
    Trainer trainer(Engine engine);

    /** What it can be made of anew elsewhere; nothing if it exists in this process alone. */
    default Optional<TaskSource> source() {
        return Optional.empty();
    }
}
