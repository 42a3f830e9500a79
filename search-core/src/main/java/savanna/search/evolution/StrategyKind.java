package savanna.search.evolution;

import savanna.search.registry.Registered;

/**
 * A kind of search, found by its name in configs. One's own is a class in a jar that names it in
 * {@code META-INF/services/savanna.search.evolution.StrategyKind}.
 */
public interface StrategyKind extends Registered {

    /** Begins a search. */
    Strategy begin(SearchStart start);
}
