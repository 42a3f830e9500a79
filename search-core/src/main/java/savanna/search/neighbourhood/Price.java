package savanna.search.neighbourhood;

import savanna.dsl.analysis.Analysis;

/**
 * What complexity costs, in units of fitness. It is a choice: the paper chose its winner for simplicity and memory too.
 *
 * @param state per number of state kept for each parameter
 * @param statement per live statement
 */
public record Price(double state, double statement) {

    public Price {
        if (!(state >= 0) || !(statement >= 0)) {
            throw new IllegalArgumentException(
                    "prices are at least 0, not " + state + " a state and " + statement + " a statement");
        }
    }

    /** Nothing costs anything. */
    public static Price none() {
        return new Price(0, 0);
    }

    /** Of a program with so many live states and statements. */
    public double of(int liveStates, int liveStatements) {
        return state * liveStates + statement * liveStatements;
    }

    double of(Analysis analysis) {
        return of(analysis.live().size(), analysis.liveStatements());
    }
}
