package savanna.search.evolution;

import java.util.List;

/** Is told what a search does, batch by batch, from the thread of the search. */
public interface SearchJournal {

    /**
     * A batch was scored.
     *
     * @param made every program of the batch, in order
     * @param scored the functions that were new to the search, with their scores, then those that earned seeds, with
     *     the scores that they have now
     * @param counts totals of the search after the batch
     */
    void batch(List<Individual> made, List<Scored> scored, Counts counts);
}
