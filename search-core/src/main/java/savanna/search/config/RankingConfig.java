package savanna.search.config;

import java.util.function.Consumer;

/** How the best programs of the searches are ranked again, on seeds that no search has seen. */
@ConfigRecord
public record RankingConfig(
        @Key(
                value = "best distinct functions of all searches that are ranked again",
                fallback = "12",
                least = 1,
                most = 10_000)
        int candidates,

        @Key(value = "fresh seeds for it", fallback = "8", least = 2, most = 10_000)
        int seeds,

        @Key(
                value =
                        "variants of the start program, and of each program ranked, that are tried on other seeds to tune it; rounded up to a multiple of 8",
                fallback = "24",
                most = 100_000)
        int tune)
        implements RankingConfigBuilder.With {
    public RankingConfig {
        Ranges.require(RankingConfig.class, candidates, seeds, tune);
    }

    /** Made in code: every key that is not set has its default. */
    public static RankingConfig of(Consumer<RankingConfigBuilder> keys) {
        RankingConfigBuilder builder = Defaults.into(RankingConfigBuilder.builder(), RankingConfig.class);
        keys.accept(builder);
        return builder.build();
    }
}
