package savanna.tasks.workers;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How worker processes are started.
 *
 * @param command that speaks the protocol, such as {@code ssh gpu1 python -m savanna.worker}; empty: Python here
 * @param gpus of a training; absent: as the task says
 */
public record WorkerSetup(List<String> command, OptionalDouble gpus) {

    public WorkerSetup {
        command = List.copyOf(command);
        if (gpus.isPresent() && !(gpus.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(gpus.getAsDouble() + " GPUs a training; expected 0 or more");
        }
    }

    /** Python here: that of {@code SAVANNA_PYTHON}, else {@code python3}. */
    public static WorkerSetup here() {
        return new WorkerSetup(List.of(), OptionalDouble.empty());
    }

    List<String> commandLine() {
        String python = System.getProperty("savanna.python", System.getenv().getOrDefault("SAVANNA_PYTHON", "python3"));
        return command.isEmpty() ? List.of(python, "-m", "savanna.worker") : command;
    }
}
