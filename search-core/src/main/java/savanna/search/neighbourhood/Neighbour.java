package savanna.search.neighbourhood;

import savanna.dsl.analysis.Analysis;
import savanna.search.training.Candidate;

/**
 * A program one edit away.
 *
 * @param words the edit
 * @param analysis of the edited program
 * @param price what its complexity costs
 */
record Neighbour(String words, Analysis analysis, double price) {

    Candidate candidate() {
        return new Candidate(analysis.program(), analysis.hash());
    }
}
