package savanna.search.strategy;

import savanna.search.evolution.SearchStart;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;

/** {@code strategy: evolution}: regularized evolution with the config's mutations (paper, section 3.1). */
public final class EvolutionKind implements StrategyKind {

    @Override
    public String name() {
        return "evolution";
    }

    @Override
    public String document() {
        return "regularized evolution with the mutations that `search.mutations` weighs (paper)";
    }

    @Override
    public Strategy begin(SearchStart start) {
        return new RegularizedEvolution(
                start,
                start.setting().weighted(),
                MatchedSizes.of(start),
                start.setting().rateTrials());
    }
}
