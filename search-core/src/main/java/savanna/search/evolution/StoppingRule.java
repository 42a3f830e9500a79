package savanna.search.evolution;

import java.util.Optional;

/** Says when a search ends. */
@FunctionalInterface
public interface StoppingRule {

    /** Why the search ends here, if it does. @param counts totals of the search */
    Optional<StopReason> stop(Counts counts);
}
