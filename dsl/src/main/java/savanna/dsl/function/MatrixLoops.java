package savanna.dsl.function;

import savanna.dsl.matrix.MatrixProduct;
import savanna.dsl.matrix.Orthogonalization;
import savanna.dsl.matrix.OrthonormalBasis;
import savanna.dsl.matrix.SymmetricFunctions;

/** What the functions of whole leaves do on one leaf. Sums but those of products are in double precision. */
final class MatrixLoops {

    private MatrixLoops() {}

    static void rowMean(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        for (int i = 0; i < x.rows(); i++) {
            out.values()[out.offset() + i] = (float) (sum(x.values(), x.index(i, 0), x.columns()) / x.columns());
        }
    }

    static void columnMean(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        double[] sums = new double[x.columns()];
        float[] row = new float[x.columns()];
        for (int i = 0; i < x.rows(); i++) {
            // HotSpot vectorizes loops whose arrays share the index.
            System.arraycopy(x.values(), x.index(i, 0), row, 0, row.length);
            for (int j = 0; j < row.length; j++) {
                sums[j] += row[j];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            out.values()[out.offset() + j] = (float) (sums[j] / x.rows());
        }
    }

    static void mean(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        out.values()[out.offset()] = (float) (sum(x.values(), x.offset(), x.size()) / x.size());
    }

    /** Four running sums, since HotSpot does not reorder one. */
    private static double sum(float[] values, int from, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = from + length;
        int i = from;
        for (; i + 3 < end; i += 4) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }
        for (; i < end; i++) {
            s0 += values[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** In tiles that stay in the first-level cache. */
    static void transpose(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        int tile = 32;
        for (int row = 0; row < x.rows(); row += tile) {
            for (int column = 0; column < x.columns(); column += tile) {
                int lastRow = Math.min(x.rows(), row + tile);
                int lastColumn = Math.min(x.columns(), column + tile);
                for (int i = row; i < lastRow; i++) {
                    for (int j = column; j < lastColumn; j++) {
                        out.values()[out.index(j, i)] = x.values()[x.index(i, j)];
                    }
                }
            }
        }
    }

    static void product(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        Matrix y = arguments[1];
        MatrixProduct.ofThread()
                .multiply(
                        false,
                        false,
                        x.rows(),
                        y.columns(),
                        x.columns(),
                        x.values(),
                        x.offset(),
                        x.columns(),
                        y.values(),
                        y.offset(),
                        y.columns(),
                        0,
                        out.values(),
                        out.offset(),
                        out.columns());
    }

    static void orthogonalize(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        Orthogonalization.apply(x.values(), x.offset(), x.rows(), x.columns(), out.values(), out.offset());
    }

    static void inverseRoot(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        float p = arguments[1].values()[arguments[1].offset()];
        SymmetricFunctions.inverseRoot(x.values(), x.offset(), x.rows(), p, out.values(), out.offset());
    }

    static void eigenvectors(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        SymmetricFunctions.eigenvectors(x.values(), x.offset(), x.rows(), out.values(), out.offset());
    }

    static void orthonormalBasis(Matrix[] arguments, Matrix out) {
        Matrix x = arguments[0];
        OrthonormalBasis.apply(x.values(), x.offset(), x.rows(), x.columns(), out.values(), out.offset());
    }
}
