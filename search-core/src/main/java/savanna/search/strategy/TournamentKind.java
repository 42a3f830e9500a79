package savanna.search.strategy;

import io.jenetics.MonteCarloSelector;
import io.jenetics.Selector;
import io.jenetics.TournamentSelector;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Valuation;

/** {@code selector: tournament}: the best by cost of a few drawn at random (paper, section 3.1). */
public final class TournamentKind implements SelectorKind {

    @Override
    public String name() {
        return "tournament";
    }

    @Override
    public String document() {
        return "a parent is the best, by fitness plus prices, of `search.tournament` programs (paper)";
    }

    /** A tournament of one is won by anybody; Jenetics has another name for that. */
    @Override
    public Selector<ProgramGene, Valuation> selector(SearchSetting setting, Valuation start) {
        return setting.tournament() == 1 ? new MonteCarloSelector<>() : new TournamentSelector<>(setting.tournament());
    }
}
