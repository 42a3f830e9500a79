package savanna.search.config;

import savanna.search.mutation.Mutations;

/** What a search changes; the engine around it is the same. */
public enum Strategy {
    /** Statements are inserted, deleted and modified. */
    EVOLUTION,
    /** Only constants change: the tuning baseline of the paper's Figure 2. */
    HYPERPARAMETERS,
    /** Every program is drawn at random: the random-search baseline of the paper's Figure 2. */
    RANDOM;

    public Mutations mutations(int maxStatements) {
        return switch (this) {
            case EVOLUTION -> Mutations.evolution(maxStatements);
            case HYPERPARAMETERS -> Mutations.hyperparameters();
            case RANDOM -> Mutations.random();
        };
    }
}
