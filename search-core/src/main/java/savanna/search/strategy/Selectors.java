package savanna.search.strategy;

import savanna.search.registry.Registry;

/** Every selector that configs can name. */
public final class Selectors {

    public static final Registry<SelectorKind> KNOWN = Registry.of(SelectorKind.class, "selector");

    private Selectors() {}
}
