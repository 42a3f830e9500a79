package savanna.search.objective;

import java.util.Comparator;

/**
 * What a program costs: its fitness and the price of what it is made of. Lower is better, and costs are compared by
 * their total alone; the parts are kept for whoever weighs them otherwise. Costs of the same total compare as equal
 * though their parts may differ, so a sorted set of programs needs a further order.
 *
 * @param fitness mean over seeds, lower is better; positive infinity for a program that has none
 * @param states numbers of state kept for each parameter
 * @param statements live statements
 * @param price of states and statements, in units of fitness
 */
public record Cost(double fitness, double states, int statements, double price) implements Comparable<Cost> {

    /**
     * The simplest first, whatever the fitness: by price, then by states, then by live statements. This order decides
     * where noise leaves the fitness undecided.
     */
    public static final Comparator<Cost> SIMPLEST_FIRST = Comparator.comparingDouble(Cost::price)
            .thenComparingDouble(Cost::states)
            .thenComparingInt(Cost::statements);

    private static final Comparator<Cost> BY_TOTAL = Comparator.comparingDouble(Cost::total);

    public Cost {
        if (Double.isNaN(fitness) || !(price >= 0 && price < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "expected a fitness that is a number or infinite and a price of at least 0; found " + fitness
                            + " and " + price);
        }
    }

    /** Before there is a program: worse than that of any program with a fitness. */
    public static Cost none() {
        return new Cost(Double.POSITIVE_INFINITY, 0, 0, 0);
    }

    /** Fitness plus price: what a search makes small. */
    public double total() {
        return fitness + price;
    }

    /** The same program with another fitness. */
    public Cost withFitness(double value) {
        return new Cost(value, states, statements, price);
    }

    @Override
    public int compareTo(Cost other) {
        return BY_TOTAL.compare(this, other);
    }

    /** Whether this is no worse than the other in fitness, states and statements, and better in one of them. */
    public boolean dominates(Cost other) {
        boolean isNoWorse = fitness <= other.fitness && states <= other.states && statements <= other.statements;
        return isNoWorse && (fitness < other.fitness || states < other.states || statements < other.statements);
    }
}
