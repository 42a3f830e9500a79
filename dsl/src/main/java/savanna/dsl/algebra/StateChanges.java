package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import savanna.dsl.function.Operation;
import savanna.dsl.numbers.Tolerances;

/** Finds the linear changes of state that may make a program smaller. */
final class StateChanges {

    private static final int MOST_SCALES = 9;

    private final Equations equations;
    private final Work work;
    private final int states;
    private final Trajectories seen;

    StateChanges(Equations equations, Work work) {
        this.equations = equations;
        this.work = work;
        this.states = equations.next().size();
        this.seen = new Trajectories(equations);
    }

    /** Changes that leave out states that no update reads. */
    List<StateChange> dead() {
        List<StateChange> changes = new ArrayList<>();
        Set<Integer> live = equations.liveStates();
        for (int k = states - 1; k >= 0; k--) {
            if (!live.contains(k)) {
                changes.add(drop(
                        "state dropped",
                        "no update of this or a later step depends on "
                                + equations.names().get(k),
                        k,
                        new double[states]));
            }
        }
        return changes;
    }

    /** Changes that leave out states that others stand for; each is proved. */
    List<StateChange> reductions() {
        List<StateChange> changes = new ArrayList<>();
        if (states == 0) {
            return changes;
        }
        for (int k : statesThatStayZero()) {
            changes.add(drop(
                    "state that stays zero",
                    equations.names().get(k) + " starts at zero, and is zero after every step at which it was",
                    k,
                    new double[states]));
        }
        RealForm form = new RealForm(work);
        for (int k = states - 1; k >= 0; k--) {
            for (int j = 0; j < states; j++) {
                if (j != k) {
                    proportional(k, j, form, changes);
                }
            }
        }
        LinearSystem system = new LinearSystem(equations);
        double[][] observed = system.observed();
        if (observed.length < states) {
            int[] pivots = LinearSystem.pivots(observed);
            double[][] back = new double[states][observed.length];
            for (int i = 0; i < pivots.length; i++) {
                back[pivots[i]][i] = 1;
            }
            changes.add(new StateChange(
                    "states merged",
                    "the program reads the states only through " + observed.length + " of their linear combinations",
                    names(pivots),
                    observed,
                    back));
        }
        double[][] reachable = system.reachable();
        if (reachable.length < states) {
            int[] pivots = LinearSystem.pivots(reachable);
            double[][] into = new double[reachable.length][states];
            for (int i = 0; i < pivots.length; i++) {
                into[i][pivots[i]] = 1;
            }
            changes.add(new StateChange(
                    "state that is a linear function of others",
                    "the states start at zero and their inputs drive only " + reachable.length + " of their dimensions",
                    names(pivots),
                    into,
                    StateChange.transposed(reachable, states)));
        }
        return changes;
    }

    /** Changes that keep the number of states: other scales, and other combinations. */
    List<StateChange> rescalings() {
        List<StateChange> changes = new ArrayList<>();
        for (int k = 0; k < states; k++) {
            for (double scale : scales(k)) {
                double[][] into = StateChange.identity(states);
                double[][] back = StateChange.identity(states);
                into[k][k] = scale;
                back[k][k] = 1 / scale;
                changes.add(new StateChange(
                        "state rescaled",
                        equations.names().get(k) + " is kept as " + (float) scale + " times itself; it starts at zero",
                        equations.names(),
                        into,
                        back));
            }
        }
        if (states > 1) {
            for (double[] row : new LinearSystem(equations).read()) {
                mixed(row, changes);
            }
        }
        return changes;
    }

    private List<String> names(int[] kept) {
        List<String> names = new ArrayList<>();
        for (int k : kept) {
            names.add(equations.names().get(k));
        }
        return names;
    }

    /** Leaves out state k, which is the given combination of the states. */
    private StateChange drop(String title, String reason, int k, double[] combination) {
        double[][] back = StateChange.identity(states);
        back[k] = combination;
        double[][] shorter = new double[states][];
        for (int i = 0; i < states; i++) {
            shorter[i] = without(back[i], k);
        }
        List<String> names = new ArrayList<>(equations.names());
        names.remove(k);
        return new StateChange(title, reason, names, StateChange.withoutRow(StateChange.identity(states), k), shorter);
    }

    private static double[] without(double[] row, int column) {
        double[] shorter = new double[row.length - 1];
        for (int i = 0; i < shorter.length; i++) {
            shorter[i] = row[i < column ? i : i + 1];
        }
        return shorter;
    }

    /** The greatest set of states whose new values are zero as long as they all are. */
    private Set<Integer> statesThatStayZero() {
        Set<Integer> zero = new LinkedHashSet<>(equations.liveStates());
        zero.removeIf(k -> !seen.mayStayZero(k));
        boolean stable = false;
        while (!stable && !zero.isEmpty()) {
            Map<Expression, Expression> substitution = new HashMap<>();
            zero.forEach(k -> substitution.put(equations.state(k), Expression.constant(0)));
            RealForm form = new RealForm(work);
            stable = !zero.removeIf(k -> !form.of(Equations.map(equations.next().get(k), node -> node, substitution))
                    .isConstant(0));
        }
        return zero;
    }

    /** Adds the change that drops state k, if it is proved to be a multiple of state j. */
    private void proportional(int k, int j, RealForm form, List<StateChange> changes) {
        OptionalDouble expected = seen.ratio(k, j);
        if (expected.isEmpty()) {
            return;
        }
        for (double ratio : ratios(k, j)) {
            if (Math.abs(ratio - expected.getAsDouble()) > Tolerances.RATIO * Math.abs(ratio)) {
                continue;
            }
            Map<Expression, Expression> substitution = new HashMap<>();
            substitution.put(equations.state(k), Arithmetic.scaled(equations.state(j), ratio));
            Expression mine = Equations.map(equations.next().get(k), node -> node, substitution);
            Expression theirs = Equations.map(equations.next().get(j), node -> node, new HashMap<>(substitution));
            if (form.provesEqual(mine, Arithmetic.scaled(theirs, ratio))) {
                double[] row = new double[states];
                row[j] = ratio;
                changes.add(drop(
                        "state that repeats another",
                        equations.names().get(k) + " = " + (float) ratio + " * "
                                + equations.names().get(j) + " at every step: true at the start, and kept by the step",
                        k,
                        row));
                return;
            }
        }
    }

    private Set<Double> ratios(int k, int j) {
        Set<Double> ratios = new LinkedHashSet<>(List.of(1.0, -1.0));
        LinearForm mine = LinearForm.of(equations.next().get(k));
        LinearForm theirs = LinearForm.of(equations.next().get(j));
        mine.terms().forEach((term, coefficient) -> {
            if (theirs.terms().containsKey(term)) {
                ratios.add(coefficient / theirs.coefficient(term));
            }
        });
        ratios.addAll(scales(j));
        ratios.addAll(scales(k));
        ratios.removeIf(ratio -> !Tolerances.isWritable(ratio) || ratio == 0);
        return ratios;
    }

    /**
     * Factors by which state k may usefully be kept: those that make its equation an interpolation, a plain sum or a
     * multiple of one, and constants at its uses.
     */
    private Set<Double> scales(int k) {
        Set<Double> scales = new LinkedHashSet<>();
        LinearForm form = LinearForm.of(equations.next().get(k));
        double own = form.coefficient(equations.state(k));
        double others = form.constant();
        List<Double> coefficients = new ArrayList<>();
        for (Map.Entry<Expression, Double> entry : form.terms().entrySet()) {
            if (!entry.getKey().equals(equations.state(k))) {
                others += entry.getValue();
                coefficients.add(entry.getValue());
            }
        }
        coefficients.add(others);
        for (double coefficient : coefficients) {
            scales.add((1 - own) / coefficient);
            scales.add(1 / coefficient);
            scales.add(own / coefficient);
        }
        for (Expression call : equations.calls()) {
            boolean uses = call.arguments().stream()
                    .anyMatch(argument -> argument.type() == Expression.Type.STATE && argument.state() == k);
            if (uses && call.is(Operation.PRODUCT)) {
                call.arguments().stream()
                        .filter(Expression::isConstant)
                        .forEach(constant -> scales.add(constant.constant()));
            } else if (uses && call.is(Operation.QUOTIENT) && call.argument(1).isConstant()) {
                scales.add(Arithmetic.inverseOfDivisor(call.argument(1).constant()));
            }
        }
        Expression next = equations.next().get(k);
        if (next.is(Operation.PRODUCT)) {
            next.arguments().stream()
                    .filter(Expression::isConstant)
                    .forEach(constant -> scales.add(1 / constant.constant()));
        }
        if (next.is(Operation.NEGATION)) {
            scales.add(-1.0);
        }
        // What is needed elsewhere as another multiple of what the state holds.
        RealForm.Scaled kept = RealForm.Scaled.written(next);
        equations.calls().stream()
                .map(RealForm.Scaled::written)
                .filter(other -> other.core().equals(kept.core()) && other.factor() != kept.factor())
                .forEach(other -> scales.add(other.factor() / kept.factor()));
        scales.removeIf(scale -> !Tolerances.isWritable(scale)
                || scale == 0
                || !Tolerances.isWritable(1 / scale)
                || Tolerances.near(scale, 1));
        Set<Double> distinct = new LinkedHashSet<>();
        scales.stream()
                .filter(scale -> distinct.stream().noneMatch(other -> Tolerances.near(scale, other)))
                .limit(MOST_SCALES)
                .forEach(distinct::add);
        return distinct;
    }

    /** Adds the changes that keep a combination that the program reads in the place of one of the states in it. */
    private void mixed(double[] row, List<StateChange> changes) {
        int parts = 0;
        for (double value : row) {
            parts += value != 0 ? 1 : 0;
        }
        if (parts < 2) {
            return;
        }
        for (int k = 0; k < states; k++) {
            if (row[k] != 0) {
                double[][] into = StateChange.identity(states);
                double[][] back = StateChange.identity(states);
                into[k] = row.clone();
                for (int i = 0; i < states; i++) {
                    back[k][i] = i == k ? 1 / row[k] : -row[i] / row[k];
                }
                changes.add(new StateChange(
                        "states recombined",
                        "the program reads a combination of the states, which replaces "
                                + equations.names().get(k),
                        equations.names(),
                        into,
                        back));
            }
        }
    }
}
