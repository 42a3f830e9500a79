package savanna.search.evolution;

import savanna.search.random.RandomStreams;
import savanna.search.registry.Registered;

/**
 * A kind of search, found by its name in configs. One's own is a class in a jar that names it in
 * {@code META-INF/services/savanna.search.evolution.StrategyKind}.
 */
public interface StrategyKind extends Registered {

    /**
     * Begins a search.
     *
     * @param start the program that it starts from, with its score
     * @param setting what the config says
     * @param random streams of this search and no other: the only randomness of a strategy
     */
    Strategy begin(Scored start, SearchSetting setting, RandomStreams random);
}
