package savanna.search.evolution;

import savanna.dsl.analysis.Analysis;

/** Numbers the programs of a search in the order in which they are made, from 1. */
public final class Births {

    private long made;

    /**
     * The next program.
     *
     * @param parent that it was made from; the start of the search, if it has no other
     * @param analysis of the program, which is valid
     * @param words what was done to the parent
     */
    public Individual next(Individual parent, Analysis analysis, String words) {
        made++;
        return Individual.of(analysis.program(), analysis, made, parent.number(), words);
    }
}
