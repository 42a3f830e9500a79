package savanna.dsl.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of gradients as embeddings have them: few rows of many are not zero, and their sizes differ by far. */
class SymmetricFunctionsTest {

    private static float[] gradient(int rows, int columns, int used, double scale, Random random) {
        float[] gradient = new float[rows * columns];
        for (int i = 0; i < used; i++) {
            int row = random.nextInt(rows);
            double size = scale * Math.exp(3 * random.nextGaussian());
            for (int j = 0; j < columns; j++) {
                gradient[row * columns + j] += (float) (size * random.nextGaussian());
            }
        }
        return gradient;
    }

    /** The gradient times its transpose. */
    private static float[] product(float[] gradient, int rows, int columns) {
        float[] product = new float[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                double sum = 0;
                for (int k = 0; k < columns; k++) {
                    sum += gradient[i * columns + k] * gradient[j * columns + k];
                }
                product[i * rows + j] = (float) sum;
            }
        }
        return product;
    }

    private static double[] times(float[] matrix, double[] vector) {
        int n = vector.length;
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[i] += matrix[i * n + j] * vector[j];
            }
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "8, 8, 1",
        "64, 8, 1",
        "64, 8, 1e-3",
        "128, 16, 1",
        "128, 16, 1e-6",
        "128, 64, 1e-3",
        "128, 1, 1",
        "192, 24, 1e-9"
    })
    void shouldTakeRootsAndVectorsOfMatricesWithManyRowsOfZeros(int n, int used, double scale) {
        Random random = new Random(n + used);
        int columns = Math.min(32, n);
        float[] square = product(gradient(n, columns, used, scale, random), n, columns);
        float[] root = new float[n * n];
        SymmetricFunctions.inverseRoot(square, 0, n, 2, root, 0);
        float[] vectors = new float[n * n];
        SymmetricFunctions.eigenvectors(square, 0, n, vectors, 0);
        double largest = 0;
        for (int k = 0; k < n; k++) {
            double[] vector = column(vectors, n, k);
            double[] image = times(square, vector);
            double value = 0;
            double length = 0;
            for (int i = 0; i < n; i++) {
                value += image[i] * vector[i];
                length += vector[i] * vector[i];
            }
            assertThat(length).as("length of vector %d", k).isCloseTo(1, within(1e-5));
            largest = Math.max(largest, value);
        }
        // The root, twice, undoes the matrix with its ridge.
        double[] any = random.doubles(n, -1, 1).toArray();
        double[] whole = times(square, any);
        for (int i = 0; i < n; i++) {
            whole[i] += SymmetricFunctions.RIDGE * largest * any[i];
        }
        double[] undone = times(root, times(root, whole));
        for (int i = 0; i < n; i++) {
            assertThat(undone[i]).isCloseTo(any[i], within(2e-2));
        }
    }

    private static double[] column(float[] matrix, int n, int k) {
        double[] column = new double[n];
        for (int i = 0; i < n; i++) {
            column[i] = matrix[i * n + k];
        }
        return column;
    }
}
