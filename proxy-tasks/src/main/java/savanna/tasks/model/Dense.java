package savanna.tasks.model;

import java.util.random.RandomGenerator;
import savanna.dsl.execution.ParameterLayout;
import savanna.tasks.gemm.Gemm;

/**
 * A linear layer on columns: {@code y = W' x + b} with W of in x out followed by b in the flat parameters. Inputs have
 * in + 1 rows, the last of ones, so that one product does weights and bias.
 */
final class Dense {
    private final int in;
    private final int out;
    private final int at;
    private final Gemm gemm;

    /** Adds {@code name.weight} and {@code name.bias} to the layout. */
    Dense(ParameterLayout.Builder layout, String name, int in, int out, Gemm gemm) {
        this.in = in;
        this.out = out;
        this.gemm = gemm;
        at = layout.size();
        layout.add(name + ".weight", in, out).add(name + ".bias", out);
    }

    /** Normal with variance gain / in; bias zero. */
    void initialize(float[] weights, double gain, RandomGenerator random) {
        double deviation = Math.sqrt(gain / in);
        for (int i = 0; i < in * out; i++) {
            weights[at + i] = (float) (random.nextGaussian() * deviation);
        }
    }

    /** {@code y = y * beta + W' x + b}; x of in + 1 rows, y of out rows, of n floats. */
    void forward(float[] weights, float[] x, int n, float beta, float[] y) {
        gemm.multiply(true, false, out, n, in + 1, weights, at, out, x, 0, n, beta, y, 0, n);
    }

    /** Gradient by parameters. */
    void backwardParameters(float[] x, float[] dy, int n, float[] gradient) {
        gemm.multiply(false, true, in + 1, out, n, x, 0, n, dy, 0, n, 0f, gradient, at, out);
    }

    /** Gradient by the input; dx of in rows. */
    void backwardInput(float[] weights, float[] dy, int n, float[] dx) {
        gemm.multiply(false, false, in, n, out, weights, at, out, dy, 0, n, 0f, dx, 0, n);
    }
}
