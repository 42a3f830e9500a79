package savanna.search.config;

import java.util.List;
import java.util.function.Supplier;
import savanna.dsl.function.Functions;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.Mutations;
import savanna.search.strategy.Selectors;
import savanna.search.strategy.Strategies;

/** Where the names that a key takes come from. Jars may register more. */
enum Names {
    /** Any text. */
    FREE(List::of, List.of()),
    STRATEGIES(Strategies.KNOWN::names, List.of()),
    SELECTORS(Selectors.KNOWN::names, List.of()),
    MUTATIONS(
            Mutations.KNOWN::names, Mutations.PRESETS.keySet().stream().sorted().toList()),
    FUNCTIONS(Functions::names, FunctionSet.presetNames());

    private final Supplier<List<String>> known;
    private final List<String> presets;

    Names(Supplier<List<String>> known, List<String> presets) {
        this.known = known;
        this.presets = presets;
    }

    List<String> known() {
        return known.get();
    }

    /** Names of whole sets, where a key takes weights or a list. */
    List<String> presets() {
        return presets;
    }
}
