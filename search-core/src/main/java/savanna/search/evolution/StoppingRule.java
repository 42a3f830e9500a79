package savanna.search.evolution;

import java.util.Optional;

/** Says when a search ends. */
@FunctionalInterface
public interface StoppingRule {

    /**
     * Why the search ends here, if it does.
     *
     * @param counts totals of the search
     * @param lastImproved programs made when the lowest cost last fell
     */
    Optional<StopReason> stop(Counts counts, long lastImproved);
}
