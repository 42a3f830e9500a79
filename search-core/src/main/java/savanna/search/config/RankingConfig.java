package savanna.search.config;

/** How the best programs of the searches are ranked again, on seeds that no search has seen. */
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
                        "variants of the start program that are tried, on other seeds, to tune the baseline; rounded up to a multiple of 8",
                fallback = "24",
                most = 100_000)
        int tune) {}
