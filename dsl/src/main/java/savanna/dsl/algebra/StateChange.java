package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Kind;

/**
 * A linear change of state {@code z = F x}, under which {@code x = R z} wherever the equations look at the old states
 * {@code x}.
 *
 * @param title what it does, in the words of a derivation
 * @param reason why the equations allow it
 * @param names names of the new states
 * @param into F: a row by new state, a column by old
 * @param back R: a row by old state, a column by new
 */
record StateChange(String title, String reason, List<String> names, double[][] into, double[][] back) {

    /**
     * The equations of the new states. Empty where states of kinds without a join would be mixed, or a function of
     * whole leaves would read a state as one of another kind.
     */
    Optional<Equations> apply(Equations equations) {
        List<Kind> kinds = new ArrayList<>();
        for (double[] row : into) {
            Optional<Kind> kind = kind(row, equations.kinds());
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            kinds.add(kind.get());
        }
        Map<Expression, Expression> substitution = new HashMap<>();
        for (int k = 0; k < equations.next().size(); k++) {
            if (kind(back[k], kinds).isEmpty()) {
                return Optional.empty();
            }
            Expression read = combination(back[k], index -> Expression.state(index, kinds.get(index)));
            if (read.kind() != equations.kinds().get(k) && isTold(equations.state(k), equations)) {
                return Optional.empty();
            }
            substitution.put(equations.state(k), read);
        }
        List<Expression> old = equations.roots().stream()
                .map(root -> Equations.map(root, node -> node, substitution))
                .toList();
        List<Expression> next = new ArrayList<>();
        for (double[] row : into) {
            next.add(combination(row, index -> old.get(index + 1)));
        }
        return Optional.of(new Equations(old.get(0), next, names, kinds));
    }

    /** The kind of a linear combination; empty if there is none. */
    private static Optional<Kind> kind(double[] row, List<Kind> kinds) {
        List<Kind> mixed = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            if (row[i] != 0) {
                mixed.add(kinds.get(i));
            }
        }
        return Kind.join(mixed);
    }

    /** Whether what is kept of the equations reads the state below a function of whole leaves. */
    private boolean isTold(Expression state, Equations equations) {
        if (!equations.isLeafwise()) {
            return false;
        }
        Set<Expression> calls = new LinkedHashSet<>();
        equations.update().addCalls(calls);
        for (double[] row : into) {
            for (int k = 0; k < row.length; k++) {
                if (row[k] != 0) {
                    equations.next().get(k).addCalls(calls);
                }
            }
        }
        return calls.stream()
                .filter(call -> call.function().isLeafwise())
                .anyMatch(call -> Equations.reads(call, state));
    }

    private static Expression combination(double[] row, java.util.function.IntFunction<Expression> value) {
        Expression sum = null;
        for (int i = 0; i < row.length; i++) {
            if (row[i] != 0) {
                Expression term = value.apply(i);
                sum = sum == null ? Arithmetic.scaled(term, row[i]) : Arithmetic.plus(sum, term, row[i]);
            }
        }
        return sum == null ? Expression.constant(0) : sum;
    }

    static double[][] identity(int n) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 1;
        }
        return matrix;
    }

    static double[][] withoutRow(double[][] matrix, int row) {
        List<double[]> rows = new ArrayList<>(List.of(matrix));
        rows.remove(row);
        return rows.toArray(double[][]::new);
    }

    static double[][] transposed(double[][] matrix, int columns) {
        double[][] result = new double[columns][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < columns; j++) {
                result[j][i] = matrix[i][j];
            }
        }
        return result;
    }
}
