package savanna.search.evolution;

import savanna.search.objective.Cost;

/** Since when the lowest cost has not fallen, over one search or several parts of one. */
public final class Lull {

    private Cost lowest = Cost.none();
    private long before;
    private long fellAt;

    /** Programs made since the lowest cost last fell. @param counts totals of the part that is under way */
    public long programs(Counts counts) {
        long made = before + counts.programs();
        if (counts.best().compareTo(lowest) < 0) {
            lowest = counts.best();
            fellAt = made;
        } else if (counts.best().compareTo(lowest) > 0) {
            // On more seeds the best is worse than it seemed; what is better than that is a fall again.
            lowest = counts.best();
        }
        return made - fellAt;
    }

    /** A part has ended; another follows. @param counts its totals */
    public void next(Counts counts) {
        before += counts.programs();
    }
}
