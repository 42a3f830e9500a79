package savanna.search.config;

import savanna.search.evolution.SizeMatching;

/** Learning rates of children that differ from their parents in structure. */
public record SizeMatchingConfig(
        @Key(value = "share of these children that are matched", fallback = "0.75", most = 1)
        double share,

        @Key(value = "the program whose size of update they are given", fallback = "parent")
        SizeMatching.Reference reference) {

    /** The same, for the search. */
    public SizeMatching matching() {
        return new SizeMatching(share, reference);
    }
}
