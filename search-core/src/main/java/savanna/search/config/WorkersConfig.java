package savanna.search.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import savanna.tasks.workers.NumericsPolicy;
import savanna.tasks.workers.Words;
import savanna.tasks.workers.WorkerSetup;

/** The processes that train, where it is not this one: for tasks in Python always, for others if it names some. */
@Shorthand(number = "count", text = "cluster")
@ConfigRecord
public record WorkersConfig(
        @Key(
                value =
                        "trainings at a time in each worker; 0: as many as it finds good, and as `threads` for one here. `workers: 4` alone means this key. Results do not depend on it",
                fallback = "0",
                most = 4096)
        int count,

        @Key(
                value =
                        "what starts a worker, one command each, such as \"ssh gpu1 savanna worker\" for tasks in Java and \"ssh gpu1 python3 -m savanna.worker\" for those in Python; none: threads, and Python here. proxy-tasks/WORKERS.md tells more",
                fallback = "[]")
        List<String> commands,

        @Key(
                value = "one more such command, program and arguments one by one, for what quotes cannot say",
                fallback = "[]")
        List<String> command,

        @Key(
                "`ray` or `ray://HOST:PORT`: a cluster of Ray, through `python -m savanna.ray`. `workers: ray` alone means this key")
        Optional<String> cluster,

        @Key(value = "GPUs of one training; 0.25 lets four share one; absent: as the task says", least = 0, most = 64)
        OptionalDouble gpus,

        @Key(
                value =
                        "`same` refuses workers whose arithmetic or build is another, `any` takes them, and the run is not reproducible bit for bit",
                fallback = "same")
        NumericsPolicy numerics,

        @Key(
                value =
                        "a worker that does not answer for so long is given up; after a quarter of it, idle workers get its trainings too",
                fallback = "60s")
        Duration silence)
        implements WorkersConfigBuilder.With {

    private static final String CLUSTER = "ray|ray://\\S+";

    public WorkersConfig {
        Ranges.require(WorkersConfig.class, count, commands, command, cluster, gpus, numerics, silence);
        commands = List.copyOf(commands);
        command = List.copyOf(command);
        commands.forEach(Words::of);
        cluster.filter(name -> !name.matches(CLUSTER)).ifPresent(other -> {
            throw new IllegalArgumentException("cluster: expected ray or ray://HOST:PORT, found \"" + other
                    + "\"; a number of workers is the key count");
        });
        if (silence.toMillis() < 1_000) {
            throw new IllegalArgumentException(
                    "silence: expected at least 1s, since a busy machine may take that long, found "
                            + silence.toMillis() + "ms");
        }
    }

    /** Made in code: every key that is not set has its default. */
    public static WorkersConfig of(Consumer<WorkersConfigBuilder> keys) {
        WorkersConfigBuilder builder = Defaults.into(WorkersConfigBuilder.builder(), WorkersConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /** How they are started. */
    public WorkerSetup setup() {
        List<List<String>> started =
                new ArrayList<>(commands.stream().map(Words::of).toList());
        if (!command.isEmpty()) {
            started.add(command);
        }
        cluster.ifPresent(name -> started.add(List.of(
                WorkerSetup.python(),
                "-m",
                "savanna.ray",
                "--address",
                name.equals("ray") ? "auto" : name,
                "--numerics",
                numerics.name().toLowerCase(Locale.ROOT),
                "--silence",
                Long.toString(silence.toSeconds()))));
        return new WorkerSetup(started, count, gpus, numerics, silence);
    }
}
