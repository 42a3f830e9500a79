package savanna.search.config;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import savanna.search.mutation.Mutations;

/** The systematic local search: after each search, and within it as a periodic restart. */
@Moved(key = "state-price", to = "objective.state-price")
@Moved(key = "statement-price", to = "objective.statement-price")
@ConfigRecord
public record NeighbourhoodConfig(
        @Key(
                value =
                        "the searches that it follows: each around its own best programs, or the last alone around the best of all",
                fallback = "each")
        Follows follows,

        @Key(
                value =
                        "programs of a search after which it goes on from the neighbourhood search's outcome; absent: only at the end of the search",
                least = 1)
        OptionalLong every,

        @Key(
                value = "best distinct structures of the search that are compared on fresh seeds for where to begin",
                fallback = "12",
                least = 1,
                most = 1000)
        int starts,

        @Key(
                value = "paired seeds that a neighbour must last; hopeless ones stop after 2",
                fallback = "16",
                least = 2,
                most = 10_000)
        int seeds,

        @Key(
                value = "mutations whose every outcome is tried where it is simpler, and the simplest taken that lasts",
                fallback = "[bypass, rewire, replace]",
                from = Names.MUTATIONS)
        List<String> simplifyBy,

        @Key(
                value = "mutations whose every outcome is tried for one that is better",
                fallback = "[insert-in-use]",
                from = Names.MUTATIONS)
        List<String> growBy,

        @Key(value = "simplifying steps at most", fallback = "12", most = 1000)
        int closure,

        @Key(value = "insertions at most", fallback = "3", most = 1000)
        int growth,

        @Key(
                value = "rounds of tuning constants, between simplification and growth and after each insertion",
                fallback = "6",
                most = 1000)
        int tuningRounds,

        @Key(value = "variants tried in a round of tuning", fallback = "16", least = 1, most = 10_000)
        int tuningVariants,

        @Key(
                value = "best insertions whose constants are tuned before they are judged",
                fallback = "6",
                least = 1,
                most = 1000)
        int promising,

        @Key(
                value =
                        "whole trainings of the task that it makes at most, on seeds that it has not had; those that end early count by their steps; absent: as many as its steps ask for",
                least = 1)
        OptionalLong trainings)
        implements NeighbourhoodConfigBuilder.With {
    public NeighbourhoodConfig {
        Ranges.require(
                NeighbourhoodConfig.class,
                follows,
                every,
                starts,
                seeds,
                simplifyBy,
                growBy,
                closure,
                growth,
                tuningRounds,
                tuningVariants,
                promising,
                trainings);
        simplifyBy = List.copyOf(simplifyBy);
        growBy = List.copyOf(growBy);
        simplifyBy.forEach(Mutations.KNOWN::get);
        growBy.forEach(Mutations.KNOWN::get);
    }

    /** Made in code: every key that is not set has its default. */
    public static NeighbourhoodConfig of(Consumer<NeighbourhoodConfigBuilder> keys) {
        NeighbourhoodConfigBuilder builder =
                Defaults.into(NeighbourhoodConfigBuilder.builder(), NeighbourhoodConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /** Searches that a neighbourhood search follows. */
    public enum Follows {
        EACH,
        LAST
    }
}
