package savanna.dsl.oracle;

import java.util.function.IntFunction;

/**
 * A value of the oracle: a matrix on each leaf, whose sides are 1, m or n.
 *
 * @param leaves by leaf: rows of numbers
 */
record Value(Sides sides, double[][][] leaves) {

    /** @param rows {@code '1'}, {@code 'm'} or {@code 'n'} */
    record Sides(char rows, char columns) {
        static final Sides NUMBER = new Sides('1', '1');
        static final Sides PARAMETERS = new Sides('m', 'n');

        Sides turned() {
            return new Sides(columns, rows);
        }

        /** Those of a function of single elements of both. */
        Sides with(Sides other) {
            return new Sides(longer(rows, other.rows), longer(columns, other.columns));
        }

        private static char longer(char one, char other) {
            if (one != '1' && other != '1' && one != other) {
                throw new IllegalArgumentException(one + " beside " + other);
            }
            return one == '1' ? other : one;
        }

        int rows(int[] leaf) {
            return length(rows, leaf);
        }

        int columns(int[] leaf) {
            return length(columns, leaf);
        }

        private static int length(char side, int[] leaf) {
            return side == '1' ? 1 : side == 'm' ? leaf[0] : leaf[1];
        }
    }

    /** Number at a place of a leaf. */
    interface Entry {
        double at(int leaf, int i, int j);
    }

    /** @param shapes m and n by leaf */
    static Value of(Sides sides, int[][] shapes, Entry entry) {
        return byLeaf(sides, shapes.length, leaf -> {
            double[][] matrix = new double[sides.rows(shapes[leaf])][sides.columns(shapes[leaf])];
            for (int i = 0; i < matrix.length; i++) {
                for (int j = 0; j < matrix[i].length; j++) {
                    matrix[i][j] = entry.at(leaf, i, j);
                }
            }
            return matrix;
        });
    }

    static Value byLeaf(Sides sides, int leaves, IntFunction<double[][]> matrix) {
        double[][][] all = new double[leaves][][];
        for (int leaf = 0; leaf < leaves; leaf++) {
            all[leaf] = matrix.apply(leaf);
        }
        return new Value(sides, all);
    }

    /** The number at a place, repeated along sides of 1. */
    double at(int leaf, int i, int j) {
        double[][] matrix = leaves[leaf];
        double[] row = matrix[matrix.length == 1 ? 0 : i];
        return row[row.length == 1 ? 0 : j];
    }

    Value repeatedTo(Sides other, int[][] shapes) {
        return sides.equals(other) ? this : of(other, shapes, this::at);
    }

    /** A number for each parameter, leaf by leaf and row by row. */
    double[] flat(int[][] shapes, int size) {
        Value whole = repeatedTo(Sides.PARAMETERS, shapes);
        double[] flat = new double[size];
        int next = 0;
        for (double[][] leaf : whole.leaves) {
            for (double[] row : leaf) {
                for (double number : row) {
                    flat[next++] = number;
                }
            }
        }
        return flat;
    }
}
