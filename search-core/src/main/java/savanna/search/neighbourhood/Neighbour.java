package savanna.search.neighbourhood;

import savanna.dsl.analysis.Analysis;
import savanna.search.objective.Cost;
import savanna.search.training.Candidate;

/**
 * A program one edit away.
 *
 * @param words the edit
 * @param analysis of the edited program
 * @param cost of it, before it has a fitness
 */
public record Neighbour(String words, Analysis analysis, Cost cost) {

    public Candidate candidate() {
        return Candidate.of(analysis);
    }
}
