package savanna.search.config;

import java.util.function.Consumer;

/** How the winner is simplified by measurement: what the task does not notice goes. */
@ConfigRecord
public record SimplificationConfig(
        @Key(
                value = "paired seeds that an edit must last unnoticed, and as many fresh ones that confirm it",
                fallback = "16",
                least = 2,
                most = 10_000)
        int seeds,

        @Key(
                value = "no further step of it begins once so many trainings were asked for",
                fallback = "20000",
                most = 1_000_000_000)
        long trainings)
        implements SimplificationConfigBuilder.With {
    public SimplificationConfig {
        Ranges.require(SimplificationConfig.class, seeds, trainings);
    }

    /** Made in code: every key that is not set has its default. */
    public static SimplificationConfig of(Consumer<SimplificationConfigBuilder> keys) {
        SimplificationConfigBuilder builder =
                Defaults.into(SimplificationConfigBuilder.builder(), SimplificationConfig.class);
        keys.accept(builder);
        return builder.build();
    }
}
