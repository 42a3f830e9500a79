package savanna.search.strategy;

import savanna.search.evolution.StrategyKind;
import savanna.search.registry.Registry;

/** Every strategy that configs can name. */
public final class Strategies {

    public static final Registry<StrategyKind> KNOWN = Registry.of(StrategyKind.class, "strategy");

    private Strategies() {}
}
