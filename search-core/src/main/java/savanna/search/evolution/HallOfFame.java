package savanna.search.evolution;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import savanna.search.objective.Cost;

/** The best distinct functions met so far, best first; equal cost is ordered by live statements, then by age. */
public final class HallOfFame {

    /** A function with its first program. */
    public record Entry(Individual individual, Cost cost) {

        /** Mean over the search seeds, without prices. */
        public double fitness() {
            return cost.fitness();
        }
    }

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::cost)
            .thenComparingInt(entry -> entry.individual().liveStatements())
            .thenComparingLong(entry -> entry.individual().number())
            .thenComparing(entry -> entry.individual().hash());

    private final int size;
    private final TreeSet<Entry> entries = new TreeSet<>(ORDER);

    /** @param size most entries kept, at least 1 */
    public HallOfFame(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a hall of fame keeps at least one entry, not " + size);
        }
        this.size = size;
    }

    /** Takes a function in if it is trained and good enough; each function is offered once. */
    void offer(Individual individual, Valuation score) {
        if (score.isTrained()) {
            entries.add(new Entry(individual, score.cost()));
            if (entries.size() > size) {
                entries.pollLast();
            }
        }
    }

    /** Best first. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The first entry. */
    public Optional<Entry> best() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first());
    }

    /** Cost of the first entry; infinite while there is none. */
    public Cost lowestCost() {
        return best().map(Entry::cost).orElse(Cost.none());
    }
}
