package savanna.search.strategy;

import java.util.Optional;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;
import savanna.search.mutation.ChangeConstant;
import savanna.search.mutation.Mutations;

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
    public Strategy begin(SearchStart start) {
        Mutations constants = Mutations.only(
                        new ChangeConstant(), start.setting().maxStatements())
                .with(start.setting().functions());
        return new RegularizedEvolution(start, constants, Optional.empty(), 0);
    }
}
