package savanna.search.strategy;

import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;
import savanna.search.random.RandomStreams;

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
    public Strategy begin(Scored start, SearchSetting setting, RandomStreams random) {
        return new RegularizedEvolution(start, setting, setting.weighted(), random);
    }
}
