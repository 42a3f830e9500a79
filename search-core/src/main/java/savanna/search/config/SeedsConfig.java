package savanna.search.config;

import java.util.function.Consumer;

/** Seeds that functions earn. */
@ConfigRecord
public record SeedsConfig(
        @Key(value = "seeds that every function is trained on", fallback = "4", least = 2, most = 1000)
        int first,

        @Key(
                value = "seeds that a function has at most; those of the task come first",
                fallback = "32",
                least = 2,
                most = 1000)
        int most,

        @Key(
                value =
                        "a function that is met again earns half as many seeds again while its cost is within so many of its standard errors of the best",
                fallback = "2",
                most = 100)
        double near,

        @Key(
                value =
                        "weight, in seeds, that the variance of good functions has in the standard error of each one: few seeds say little of their own; 0 for its own alone",
                fallback = "8",
                most = 1000)
        double prior,

        @Key(
                value =
                        "functions that earn seeds so in each batch though they are not met: the first of the hall of fame that are within `near` errors of the best and have fewer than `most`",
                fallback = "2",
                most = 1000)
        int leaders)
        implements SeedsConfigBuilder.With {
    public SeedsConfig {
        Ranges.require(SeedsConfig.class, first, most, near, prior, leaders);
        if (first > most) {
            throw new IllegalArgumentException(
                    "expected first (" + first + ") of at most the value of most (" + most + ")");
        }
    }

    /** Made in code: every key that is not set has its default. */
    public static SeedsConfig of(Consumer<SeedsConfigBuilder> keys) {
        SeedsConfigBuilder builder = Defaults.into(SeedsConfigBuilder.builder(), SeedsConfig.class);
        keys.accept(builder);
        return builder.build();
    }
}
