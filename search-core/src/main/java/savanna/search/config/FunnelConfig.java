package savanna.search.config;

import java.util.List;
import java.util.function.Consumer;

/** A stage of the funnel: a larger task, on which programs must beat the tuned baseline. */
@ConfigRecord
public record FunnelConfig(
        @Key(
                "the larger task: a name or a YAML file; or a list of them, a suite as in task, whose scales the start program as it is gives them")
        List<TaskConfig> task,

        @Key(value = "programs that enter the stage, at most", fallback = "8", least = 1, most = 10_000)
        int candidates,

        @Key(value = "fresh seeds", fallback = "8", least = 2, most = 10_000)
        int seeds,

        @Key(
                value =
                        "variants of the start program, and of each program that enters, that are tried on other seeds to tune it for this stage; rounded up to a multiple of 8",
                fallback = "24",
                most = 100_000)
        int tune)
        implements FunnelConfigBuilder.With {
    public FunnelConfig {
        Ranges.require(FunnelConfig.class, task, candidates, seeds, tune);
        task = TaskConfig.requireSuite(task);
    }

    /** Made in code: every key that is not set has its default. */
    public static FunnelConfig of(Consumer<FunnelConfigBuilder> keys) {
        FunnelConfigBuilder builder = Defaults.into(FunnelConfigBuilder.builder(), FunnelConfig.class);
        keys.accept(builder);
        return builder.build();
    }
}
