package savanna.search.evolution;

import savanna.search.objective.Cost;

/**
 * Since when the lowest cost has not fallen, over one search or several parts of one. A leader that seems better or
 * worse on further seeds is no fall; only a function that never led is.
 */
public final class Lull {

    /** Of the parts that have ended. */
    private Cost lowest = Cost.none();

    private long falls;
    private long before;
    private long fellAt;

    /** Programs made since the lowest cost last fell. @param counts totals of the part that is under way */
    public long programs(Counts counts) {
        long made = before + counts.programs();
        if (counts.falls() > falls) {
            falls = counts.falls();
            if (counts.bound().compareTo(lowest) < 0) {
                fellAt = made;
            }
        }
        return made - fellAt;
    }

    /** A part has ended; another follows. @param counts its totals */
    public void next(Counts counts) {
        before += counts.programs();
        falls = 0;
        if (counts.bound().compareTo(lowest) < 0) {
            lowest = counts.bound();
        }
    }
}
