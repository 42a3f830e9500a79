package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.numbers.Tolerances;

/**
 * The states as a linear system {@code x' = A x + sum of b_j * u_j}, where the inputs {@code u_j} are all that is not
 * linear in the states. Two subspaces tell what is redundant (Kalman, 1963): states are seen only through the rows that
 * the rest of the program reads, and reach only what the inputs drive, since they start at zero.
 */
final class LinearSystem {

    private final int states;
    private final double[][] dynamics;
    private final Map<Expression, double[]> inputs = new LinkedHashMap<>();
    private final List<double[]> read = new ArrayList<>();

    LinearSystem(Equations equations) {
        states = equations.next().size();
        dynamics = new double[states][states];
        Map<Expression, Boolean> seen = new HashMap<>();
        read(equations.update(), seen);
        for (int k = 0; k < states; k++) {
            LinearForm form = LinearForm.of(equations.next().get(k));
            for (Map.Entry<Expression, Double> entry : form.terms().entrySet()) {
                Expression term = entry.getKey();
                if (term.type() == Expression.Type.STATE) {
                    dynamics[k][term.state()] = entry.getValue();
                } else {
                    inputs.computeIfAbsent(term, key -> new double[states])[k] = entry.getValue();
                    term.arguments().forEach(argument -> read(argument, seen));
                }
            }
            if (form.constant() != 0) {
                inputs.computeIfAbsent(Expression.constant(1), key -> new double[states])[k] = form.constant();
            }
        }
    }

    /** Collects the rows in which the states are read below a root. */
    private void read(Expression root, Map<Expression, Boolean> seen) {
        if (seen.put(root, true) != null) {
            return;
        }
        LinearForm form = LinearForm.of(root);
        double[] row = new double[states];
        boolean any = false;
        for (Map.Entry<Expression, Double> entry : form.terms().entrySet()) {
            Expression term = entry.getKey();
            if (term.type() == Expression.Type.STATE) {
                row[term.state()] = entry.getValue();
                any = true;
            } else {
                term.arguments().forEach(argument -> read(argument, seen));
            }
        }
        if (any) {
            read.add(row);
        }
    }

    /** The rows in which states are read. */
    List<double[]> read() {
        return read;
    }

    /** A basis of what is read of the states, now or later, in reduced row echelon form. */
    double[][] observed() {
        return closure(read, dynamics, true);
    }

    /** A basis of what the states can reach, in reduced row echelon form; each row is one vector of states. */
    double[][] reachable() {
        return closure(new ArrayList<>(inputs.values()), dynamics, false);
    }

    private double[][] closure(List<double[]> start, double[][] matrix, boolean left) {
        double[][] basis = reduced(start);
        while (true) {
            List<double[]> more = new ArrayList<>(List.of(basis));
            for (double[] row : basis) {
                more.add(moved(row, matrix, left));
            }
            double[][] next = reduced(more);
            if (next.length == basis.length) {
                boolean closed = start.stream().allMatch(row -> spans(next, row))
                        && more.stream().allMatch(row -> spans(next, row));
                return closed ? next : StateChange.identity(states);
            }
            basis = next;
        }
    }

    private double[] moved(double[] row, double[][] matrix, boolean left) {
        double[] moved = new double[states];
        for (int i = 0; i < states; i++) {
            for (int j = 0; j < states; j++) {
                moved[left ? j : i] += left ? row[i] * matrix[i][j] : matrix[i][j] * row[j];
            }
        }
        return moved;
    }

    /**
     * Whether a row is a combination of the basis in every one of its entries, each against its own magnitude: the rank
     * alone would take a state that is small beside the others for zero.
     */
    private static boolean spans(double[][] basis, double[] row) {
        int[] pivots = pivots(basis);
        for (int column = 0; column < row.length; column++) {
            double rest = row[column];
            double magnitude = Math.abs(row[column]);
            for (int i = 0; i < basis.length; i++) {
                double term = row[pivots[i]] * basis[i][column];
                rest -= term;
                magnitude += Math.abs(term);
            }
            if (Math.abs(rest) > Tolerances.SPAN * magnitude) {
                return false;
            }
        }
        return true;
    }

    /** Reduced row echelon form without zero rows. */
    static double[][] reduced(List<double[]> rows) {
        List<double[]> open = new ArrayList<>();
        for (double[] row : rows) {
            double largest = 0;
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
            if (largest > 0) {
                double[] scaled = row.clone();
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] /= largest;
                }
                open.add(scaled);
            }
        }
        List<double[]> basis = new ArrayList<>();
        int columns = rows.isEmpty() ? 0 : rows.get(0).length;
        for (int column = 0; column < columns; column++) {
            int pivot = -1;
            for (int i = 0; i < open.size(); i++) {
                if (Math.abs(open.get(i)[column]) > Tolerances.RANK
                        && (pivot < 0 || Math.abs(open.get(i)[column]) > Math.abs(open.get(pivot)[column]))) {
                    pivot = i;
                }
            }
            if (pivot < 0) {
                continue;
            }
            double[] row = open.remove(pivot);
            scale(row, 1 / row[column]);
            for (double[] other : open) {
                subtract(other, row, other[column]);
            }
            for (double[] other : basis) {
                subtract(other, row, other[column]);
            }
            basis.add(row);
        }
        return basis.toArray(double[][]::new);
    }

    private static void scale(double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
    }

    private static void subtract(double[] from, double[] row, double factor) {
        for (int i = 0; i < from.length; i++) {
            double difference = Arithmetic.sum(from[i], -factor * row[i]);
            from[i] = Math.abs(difference) < Tolerances.NO_ENTRY ? 0 : difference;
        }
    }

    /** For rows in reduced echelon form, by row: the column of its leading 1. */
    static int[] pivots(double[][] basis) {
        int[] pivots = new int[basis.length];
        for (int i = 0; i < basis.length; i++) {
            while (basis[i][pivots[i]] == 0) {
                pivots[i]++;
            }
        }
        return pivots;
    }
}
