package savanna.search.strategy;

import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.StrategyKind;
import savanna.search.mutation.Mutations;
import savanna.search.mutation.RandomProgram;
import savanna.search.random.RandomStreams;

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
    public Strategy begin(Scored start, SearchSetting setting, RandomStreams random) {
        Mutations redraw = Mutations.only(new RandomProgram(), setting.maxStatements());
        return new RegularizedEvolution(start, setting, redraw, random);
    }
}
