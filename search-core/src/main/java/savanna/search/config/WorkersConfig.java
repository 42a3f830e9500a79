package savanna.search.config;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import savanna.tasks.workers.WorkerSetup;

/** The processes that train tasks which this one cannot: Python functions. */
@Shorthand("count")
@ConfigRecord
public record WorkersConfig(
        @Key(
                value =
                        "processes that train at a time; 0: as many as `threads`. `workers: 4` alone means this key. Results do not depend on it",
                fallback = "0",
                most = 4096)
        int count,

        @Key(
                value =
                        "what starts a worker, program and arguments one by one, such as [ssh, gpu1, python3, -m, savanna.worker]; empty: Python here",
                fallback = "[]")
        List<String> command,

        @Key(value = "GPUs of one training; 0.25 lets four share one; absent: as the task says", least = 0, most = 64)
        OptionalDouble gpus)
        implements WorkersConfigBuilder.With {

    public WorkersConfig {
        Ranges.require(WorkersConfig.class, count, command, gpus);
        command = List.copyOf(command);
    }

    /** Made in code: every key that is not set has its default. */
    public static WorkersConfig of(Consumer<WorkersConfigBuilder> keys) {
        WorkersConfigBuilder builder = Defaults.into(WorkersConfigBuilder.builder(), WorkersConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /** How they are started. */
    public WorkerSetup setup() {
        return new WorkerSetup(command, gpus);
    }
}
