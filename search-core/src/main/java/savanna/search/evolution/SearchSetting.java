package savanna.search.evolution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;

/**
 * What a config says of how a search goes.
 *
 * @param population programs alive at a time, at least 2
 * @param tournament programs among which a parent is the best; 1: any
 * @param selector of parents, by name
 * @param offspring programs made at a time, at most the population
 * @param maxStatements size from which a program grows no more
 * @param mutations weights by name
 * @param functions that new statements may call
 * @param sizes of the updates of children
 * @param rateTrials other learning rates that a new structure is tried at, where it may be worth it
 */
public record SearchSetting(
        int population,
        int tournament,
        String selector,
        int offspring,
        int maxStatements,
        Map<String, Integer> mutations,
        FunctionSet functions,
        SizeMatching sizes,
        int rateTrials) {

    public SearchSetting {
        if (population < 2) {
            throw new IllegalArgumentException("expected a population of at least 2, found " + population);
        }
        requireUpTo(population, "tournament", tournament);
        requireUpTo(population, "offspring", offspring);
        if (maxStatements < 1) {
            throw new IllegalArgumentException("expected max-statements of at least 1, found " + maxStatements);
        }
        if (rateTrials < 0) {
            throw new IllegalArgumentException("expected rate-trials of at least 0, found " + rateTrials);
        }
        Mutations.requireKnown(mutations);
        mutations = Collections.unmodifiableMap(new LinkedHashMap<>(mutations));
    }

    private static void requireUpTo(int population, String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("expected " + key + " of at least 1, found " + value);
        }
        if (value > population) {
            throw new IllegalArgumentException(
                    "expected " + key + " of at most the population (" + population + "), found " + value);
        }
    }

    /** The mutations with their weights. */
    public Mutations weighted() {
        return Mutations.weighted(mutations, maxStatements).with(functions);
    }
}
