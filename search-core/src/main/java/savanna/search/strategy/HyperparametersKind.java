package savanna.search.strategy;

import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;
import savanna.search.mutation.ChangeConstant;
import savanna.search.mutation.Mutations;
import savanna.search.random.RandomStreams;

/** {@code strategy: hyperparameters}: the same evolution of constants alone, a baseline of the paper's Figure 2. */
public final class HyperparametersKind implements StrategyKind {

    @Override
    public String name() {
        return "hyperparameters";
    }

    @Override
    public String document() {
        return "only constants change: the paper's tuning baseline";
    }

    @Override
    public Strategy begin(Scored start, SearchSetting setting, RandomStreams random) {
        Mutations constants = Mutations.only(new ChangeConstant(), setting.maxStatements());
        return new RegularizedEvolution(start, setting, constants, random);
    }
}
