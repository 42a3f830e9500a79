package savanna.search.strategy;

import java.util.Optional;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;
import savanna.search.mutation.Mutations;
import savanna.search.mutation.RandomProgram;

/**
 * {@code strategy: random}: every program is drawn anew, a baseline of the paper's Figure 2. A child keeps nothing of
 * its parent, so the evolution around it selects in vain.
 */
public final class RandomKind implements StrategyKind {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String document() {
        return "every program is drawn at random: the paper's random-search baseline";
    }

    @Override
    public Strategy begin(SearchStart start) {
        Mutations redraw = Mutations.only(new RandomProgram(), start.setting().maxStatements())
                .with(start.setting().functions());
        return new RegularizedEvolution(start, redraw, Optional.empty(), 0);
    }
}
