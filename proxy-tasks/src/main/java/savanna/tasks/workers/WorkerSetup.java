package savanna.tasks.workers;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How worker processes are started, and what is asked of them.
 *
 * @param commands that each start one, program and arguments, such as {@code ssh gpu1 savanna worker}; none: tasks in
 *     Java are trained on threads of this process, and those in Python by a worker here
 * @param slots trainings at a time that each worker is asked to make; 0: as it finds good, and as many as threads for
 *     the one here
 * @param gpus of a training; absent: as the task says
 * @param numerics whose arithmetic is good enough
 * @param silence after which a worker that does not answer is given up
 */
public record WorkerSetup(
        List<List<String>> commands, int slots, OptionalDouble gpus, NumericsPolicy numerics, Duration silence) {

    public static final Duration SILENCE = Duration.ofSeconds(60);

    public WorkerSetup {
        commands = commands.stream().map(List::copyOf).toList();
        if (commands.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("an empty command starts no worker");
        }
        if (slots < 0 || slots > StdioWorker.MOST_SLOTS) {
            throw new IllegalArgumentException(slots + " slots a worker; expected from 0 to " + StdioWorker.MOST_SLOTS);
        }
        if (gpus.isPresent() && !(gpus.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(gpus.getAsDouble() + " GPUs a training; expected 0 or more");
        }
        if (silence.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("a silence of " + silence + "; expected at least 100 ms");
        }
    }

    /** Nothing but what is here: threads, and Python where a task needs it. */
    public static WorkerSetup here() {
        return by();
    }

    /** By these commands. */
    @SafeVarargs
    public static WorkerSetup by(List<String>... commands) {
        return new WorkerSetup(List.of(commands), 0, OptionalDouble.empty(), NumericsPolicy.SAME, SILENCE);
    }

    /** The same with other commands. */
    public WorkerSetup withCommands(List<List<String>> others) {
        return new WorkerSetup(others, slots, gpus, numerics, silence);
    }

    /** The same with so many slots a worker. */
    public WorkerSetup withSlots(int others) {
        return new WorkerSetup(commands, others, gpus, numerics, silence);
    }

    /** The same where other arithmetic is taken or not. */
    public WorkerSetup withNumerics(NumericsPolicy other) {
        return new WorkerSetup(commands, slots, gpus, other, silence);
    }

    /** The same with another patience. */
    public WorkerSetup withSilence(Duration other) {
        return new WorkerSetup(commands, slots, gpus, numerics, other);
    }

    /** Python here: that of {@code SAVANNA_PYTHON}, else {@code python3}. */
    public static String python() {
        return System.getProperty("savanna.python", System.getenv().getOrDefault("SAVANNA_PYTHON", "python3"));
    }

    /** The commands that train Python tasks: Python here, if there are no others. */
    List<List<String>> pythonCommands() {
        return commands.isEmpty() ? List.of(List.of(python(), "-m", "savanna.worker")) : commands;
    }
}
