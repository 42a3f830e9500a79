package savanna.search.strategy;

import io.jenetics.Selector;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Valuation;
import savanna.search.registry.Registered;

/**
 * How parents are chosen from a population, found by its name in configs ({@code search.selector}). One's own is a
 * class in a jar that names it in {@code META-INF/services/savanna.search.strategy.SelectorKind}. All randomness comes
 * from {@link io.jenetics.util.RandomRegistry}, which holds the stream of the generation.
 */
public interface SelectorKind extends Registered {

    /**
     * For one search; it is asked once a generation. Lower valuations are better.
     *
     * @param start of the program that the search starts from
     */
    Selector<ProgramGene, Valuation> selector(SearchSetting setting, Valuation start);
}
