package savanna.search.evolution;

import java.util.List;

/**
 * How a search goes: proposes programs, batch by batch, and learns what they score. It is asked for the next batch
 * before it observes the last, so that all threads train while it works: the order is propose, propose, observe,
 * propose, observe, ... whatever the number of threads. All calls come from one thread.
 */
public interface Strategy {

    /**
     * Valid programs to be scored next, at least one. They are numbered on from 1, over all batches of the search;
     * {@link Births} does that.
     */
    List<Individual> propose();

    /**
     * Is told the scores of a batch, in the order in which it was proposed. Where functions earn seeds, the score of
     * one may be another than the last that was told.
     */
    void observe(List<Scored> batch);

    /**
     * Is told, before it observes a batch, which functions of earlier batches have another score now. Only where
     * functions earn seeds: those that did, and the leaders, whose scores follow from what is known of the seeds.
     */
    default void rescored(List<Scored> functions) {}
}
