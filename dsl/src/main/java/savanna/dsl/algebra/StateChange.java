package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** The equations of the new states. */
    Equations apply(Equations equations) {
        Map<Expression, Expression> substitution = new HashMap<>();
        for (int k = 0; k < equations.next().size(); k++) {
            substitution.put(Expression.state(k), combination(back[k], index -> Expression.state(index)));
        }
        List<Expression> old = equations.roots().stream()
                .map(root -> Equations.map(root, node -> node, substitution))
                .toList();
        List<Expression> next = new ArrayList<>();
        for (double[] row : into) {
            next.add(combination(row, index -> old.get(index + 1)));
        }
        return new Equations(old.get(0), next, names);
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
