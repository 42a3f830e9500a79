package savanna.search.config;

import savanna.search.objective.Objective;

/** What a run makes small. */
public record ObjectiveConfig(
        @Key(
                value =
                        "price of a number of state kept for each parameter, in units of fitness: a choice, not a measurement",
                fallback = "0",
                most = 1e9)
        double statePrice,

        @Key(value = "price of a live statement, in units of fitness", fallback = "0", most = 1e9)
        double statementPrice) {

    /** Fitness plus these prices. */
    public Objective objective() {
        return new Objective(statePrice, statementPrice);
    }
}
