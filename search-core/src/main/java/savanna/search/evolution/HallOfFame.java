package savanna.search.evolution;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import savanna.search.objective.Cost;

/**
 * The best distinct functions met so far, best first; equal cost is ordered by live statements, then by age. Where
 * functions have different seeds, each stands where its cost plus its standard error puts it: luck on a few seeds does
 * not lead.
 */
public final class HallOfFame {

    /** A function with its first program. */
    public record Entry(Individual individual, Valuation score) implements Comparable<Entry> {

        /** Fitness with prices. */
        public Cost cost() {
            return score.cost();
        }

        /** Mean over the search seeds, without prices. */
        public double fitness() {
            return cost().fitness();
        }

        /** By cost, at its upper standard error. */
        @Override
        public int compareTo(Entry other) {
            return score.compareTo(other.score);
        }
    }

    private static final Comparator<Entry> ORDER = Comparator.<Entry>naturalOrder()
            .thenComparingInt(entry -> entry.individual().liveStatements())
            .thenComparingLong(entry -> entry.individual().number())
            .thenComparing(entry -> entry.individual().hash());

    /** So many times its size it keeps in reserve where scores change: those in front may fall back. */
    private static final int RESERVE = 16;

    private final int size;
    private final int kept;
    private final TreeSet<Entry> entries = new TreeSet<>(ORDER);

    /** @param size most entries, at least 1 */
    public HallOfFame(int size) {
        this(size, size);
    }

    /** One whose entries may change their scores. @param size most entries, at least 1 */
    public static HallOfFame ofChangingScores(int size) {
        return new HallOfFame(size, RESERVE * size);
    }

    private HallOfFame(int size, int kept) {
        if (size < 1) {
            throw new IllegalArgumentException("a hall of fame keeps at least one entry, not " + size);
        }
        this.size = size;
        this.kept = kept;
    }

    /** A function has another score. */
    void change(Individual individual, Valuation before, Valuation now) {
        entries.remove(new Entry(individual, before));
        offer(individual, now);
    }

    /** All functions have other scores. */
    void rescore(UnaryOperator<Scored> now) {
        List<Scored> scored = entries.stream()
                .map(entry -> now.apply(new Scored(entry.individual, entry.score)))
                .toList();
        entries.clear();
        scored.forEach(function -> entries.add(new Entry(function.individual(), function.score())));
    }

    /** All that is kept, best first, with what is in reserve. */
    List<Entry> kept() {
        return List.copyOf(entries);
    }

    /** Takes a function in if it is trained and good enough; each function is offered once. */
    void offer(Individual individual, Valuation score) {
        if (score.isTrained()) {
            entries.add(new Entry(individual, score));
            if (entries.size() > kept) {
                entries.pollLast();
            }
        }
    }

    /** Best first. */
    public List<Entry> entries() {
        return entries.stream().limit(size).toList();
    }

    /** The first entry. */
    public Optional<Entry> best() {
        return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first());
    }
}
