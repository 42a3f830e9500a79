package savanna.search.config;

import java.util.List;

/** What is measured at the end. */
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
                        "learning rates tried for each reference on the search seeds, as multiples of its own; 1: as shipped only",
                fallback = "5",
                least = 1,
                most = 25)
        int rates,

        @Key(value = "rows of the hall of fame", fallback = "10", least = 1, most = 1000)
        int rows) {}
