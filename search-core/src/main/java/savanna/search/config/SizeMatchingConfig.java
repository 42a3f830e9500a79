package savanna.search.config;

import java.util.function.Consumer;
import savanna.search.evolution.SizeMatching;

/** Learning rates of children that differ from their parents in structure. */
@ConfigRecord
public record SizeMatchingConfig(
        @Key(value = "share of these children that are matched", fallback = "0.75", most = 1)
        double share,

        @Key(value = "the program whose size of update they are given", fallback = "parent")
        SizeMatching.Reference reference)
        implements SizeMatchingConfigBuilder.With {
    public SizeMatchingConfig {
        Ranges.require(SizeMatchingConfig.class, share, reference);
    }

    /** Made in code: every key that is not set has its default. */
    public static SizeMatchingConfig of(Consumer<SizeMatchingConfigBuilder> keys) {
        SizeMatchingConfigBuilder builder =
                Defaults.into(SizeMatchingConfigBuilder.builder(), SizeMatchingConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /** The same, for the search. */
    public SizeMatching matching() {
        return new SizeMatching(share, reference);
    }
}
