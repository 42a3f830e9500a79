package savanna.search.config;

import java.util.List;
import java.util.function.Consumer;

/** What is measured at the end. */
@ConfigRecord
public record ReportConfig(
        @Key(
                value = "fresh seeds on which the winner and the references are measured",
                fallback = "16",
                least = 2,
                most = 10_000)
        int seeds,

        @Key(value = "programs to compare the winner with, by name or file", fallback = "[adamw, lion]")
        List<String> references,

        @Key(
                value =
                        "learning rates tried for the winner and each reference on the search seeds, as multiples of its own; 1: as they are only",
                fallback = "5",
                least = 1,
                most = 25)
        int rates,

        @Key(value = "rows of the hall of fame", fallback = "10", least = 1, most = 1000)
        int rows)
        implements ReportConfigBuilder.With {
    public ReportConfig {
        Ranges.require(ReportConfig.class, seeds, references, rates, rows);
        references = List.copyOf(references);
    }

    /** Made in code: every key that is not set has its default. */
    public static ReportConfig of(Consumer<ReportConfigBuilder> keys) {
        ReportConfigBuilder builder = Defaults.into(ReportConfigBuilder.builder(), ReportConfig.class);
        keys.accept(builder);
        return builder.build();
    }
}
