package savanna.search.objective;

import java.util.Collection;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.StateMemory;
import savanna.search.training.Measurement;

/**
 * What a run makes small: fitness plus the price of state memory and of statements. It is the one meaning of "better":
 * selection, hall of fame, racing, funnel, targets and restarts all compare the {@link Cost} that it gives. Prices are
 * a choice, not a measurement: the paper chose its winner for simplicity and memory too.
 *
 * <pre>{@code
 * Objective objective = new Objective(0.03, 0.001);
 * objective.cost(0.42, 1, 6).total();     // 0.456: one state, six live statements
 * }</pre>
 *
 * @param statePrice per number of state kept for each parameter, in units of fitness
 * @param statementPrice per live statement, in units of fitness
 * @param memory how many numbers for each parameter a state of each kind keeps
 */
public record Objective(double statePrice, double statementPrice, StateMemory memory) {

    public Objective {
        if (!isPrice(statePrice) || !isPrice(statementPrice)) {
            throw new IllegalArgumentException("expected prices of at least 0; found " + statePrice + " a state and "
                    + statementPrice + " a statement");
        }
    }

    /** Where every state counts as a number for each parameter. */
    public Objective(double statePrice, double statementPrice) {
        this(statePrice, statementPrice, StateMemory.counting());
    }

    private static boolean isPrice(double price) {
        return price >= 0 && price < Double.POSITIVE_INFINITY;
    }

    /** Fitness alone. */
    public static Objective ofFitness() {
        return new Objective(0, 0);
    }

    /** Whether states or statements have a price. */
    public boolean hasPrices() {
        return statePrice > 0 || statementPrice > 0;
    }

    /** The same prices for states of models of these parameters. */
    public Objective over(Collection<ParameterLayout> layouts) {
        return new Objective(statePrice, statementPrice, StateMemory.of(layouts));
    }

    /**
     * The cost of a program.
     *
     * @param states numbers that its live states keep for each parameter
     * @param statements live statements
     */
    public Cost cost(double fitness, double states, int statements) {
        return new Cost(fitness, states, statements, statePrice * states + statementPrice * statements);
    }

    /** The cost of a program that has no fitness yet. */
    public Cost unmeasured(Analysis analysis) {
        return cost(Double.POSITIVE_INFINITY, memory.of(analysis), analysis.liveStatements());
    }

    /** A measurement of a program whose live states keep so many numbers for each parameter. */
    public Measured measured(Measurement measurement, double states, int statements) {
        return new Measured(measurement, cost(measurement.mean(), states, statements));
    }
}
