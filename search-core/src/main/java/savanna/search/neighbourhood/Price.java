package savanna.search.neighbourhood;

import savanna.dsl.analysis.Analysis;

/**
 * What complexity costs, in units of fitness. It is a choice: the paper chose its winner for simplicity and memory too.
 *
 * @param state     per number of state kept for each parameter
 * @param statement per live statement
 */
public record Price(double state, double statement) {

    public Price {
        if (!(state >= 0) || !(statement >= 0)) {
            throw new IllegalArgumentException("prices are at least 0, not " + state + " a state and " + statement + " a statement");
        }
    }

    double of(Analysis analysis) {
        return state * analysis.live().size() + statement * analysis.liveStatements();
    }
}
