package savanna.dsl.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.program.Program;

/** Functions of whole leaves and values of all kinds, on leaves that end within blocks, against loops written out. */
class LeafwiseEngineTest {

    private static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("matrix", 30, 70)
            .add("bias", 45)
            .add("convolution", 3, 4, 5)
            .add("number")
            .add("wide", 7, 300)
            .build();
    private static final int STEPS = 4;

    /** One step on one leaf of m x n, in double precision; the states are that leaf's. */
    private interface Step {
        void apply(double[] w, float[] g, double[][] states, int m, int n);
    }

    @Test
    void shouldKeepAColumnAsAState() {
        Program program = Program.parse("""
                def train(w, g, v, lr):
                  g2 = square(g)
                  r = row_mean(g2)
                  v = interp(r, v, 0.9)
                  root = sqrt(v)
                  u = g / root
                  u = u * 0.01
                  return u, v
                """);
        check(program, (m, n) -> new double[][] {new double[m]}, (w, g, states, m, n) -> {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += g[i * n + j] * g[i * n + j] / n;
                }
                states[0][i] = 0.1 * sum + 0.9 * states[0][i];
                for (int j = 0; j < n; j++) {
                    w[i * n + j] -= 0.01 * g[i * n + j] / (Math.sqrt(states[0][i]) + 1e-8);
                }
            }
        });
    }

    @Test
    void shouldKeepASquareAsAState() {
        Program program = Program.parse("""
                def train(w, g, s, lr):
                  t = transpose(g)
                  p = matmul(g, t)
                  s = s + p
                  u = matmul(s, g)
                  u = u * 0.001
                  return u, s
                """);
        check(program, (m, n) -> new double[][] {new double[m * m]}, (w, g, states, m, n) -> {
            for (int i = 0; i < m; i++) {
                for (int k = 0; k < m; k++) {
                    for (int j = 0; j < n; j++) {
                        states[0][i * m + k] += g[i * n + j] * g[k * n + j];
                    }
                }
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < m; k++) {
                        w[i * n + j] -= 0.001 * states[0][i * m + k] * g[k * n + j];
                    }
                }
            }
        });
        Optimizer optimizer = Engine.block().compile(program, LAYOUT);
        int squares = 30 * 30 + 1 + 3 * 3 + 1 + 7 * 7;
        assertThat(optimizer.state(0)).hasSize(squares);
        assertThat(new Nd4jEngine().compile(program, LAYOUT).state(0)).hasSize(squares);
    }

    /** The two states change places, and a number of the whole model counts steps. */
    @Test
    void shouldStoreStatesThatChangePlaces() {
        Program program = Program.parse("""
                def train(w, g, a, b, count, lr):
                  r = row_mean(g)
                  next = a + r
                  count = count + 1
                  u = b * count
                  u = u * 0.01
                  return u, b, next, count
                """);
        check(program, (m, n) -> new double[][] {new double[m], new double[m], new double[1]}, (w, g, states, m, n) -> {
            states[2][0]++;
            for (int i = 0; i < m; i++) {
                double mean = 0;
                for (int j = 0; j < n; j++) {
                    mean += (double) g[i * n + j] / n;
                }
                double a = states[0][i];
                for (int j = 0; j < n; j++) {
                    w[i * n + j] -= 0.01 * states[1][i] * states[2][0];
                }
                states[0][i] = states[1][i];
                states[1][i] = a + mean;
            }
        });
    }

    /** What one function of whole leaves gives goes into the next, as it is and through single elements. */
    @Test
    void shouldRunOneAfterTheOther() {
        Program program = Program.parse("""
                def train(w, g, lr):
                  t = transpose(w)
                  c = row_mean(g)
                  k = c * 2
                  x = matmul(t, k)
                  y = transpose(x)
                  y = y + 1
                  e = matmul(k, y)
                  e = transpose(e)
                  e = transpose(e)
                  u = e * 0.01
                  u = u + g
                  return u
                """);
        check(program, (m, n) -> new double[0][], (w, g, states, m, n) -> {
            double[] k = new double[m];
            double[] y = new double[n];
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    k[i] += 2.0 * g[i * n + j] / n;
                }
            }
            for (int j = 0; j < n; j++) {
                y[j] = 1;
                for (int i = 0; i < m; i++) {
                    y[j] += w[i * n + j] * k[i];
                }
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    w[i * n + j] -= 0.01 * k[i] * y[j] + g[i * n + j];
                }
            }
        });
    }

    /** A right square of a long vector would be larger than any array; only who has one pays for it. */
    @Test
    void shouldRunOnLongVectorsAndSayWhatIsTooLargeForAnArray() {
        ParameterLayout wide = ParameterLayout.flat(100_000);
        float[] weights = new float[100_000];
        float[] gradient = new float[100_000];
        java.util.Arrays.fill(gradient, 1);
        Program plain = Program.parse("def train(w, g, lr):\n  u = g * lr\n  return u\n");
        Engine.block().compile(plain, wide).step(weights, gradient, 1);
        new Nd4jEngine().compile(plain, wide).step(weights, gradient, 1);
        assertThat(weights).containsOnly(-2f);
        Program square = Program.parse(
                "def train(w, g, lr):\n  t = transpose(g)\n  s = matmul(t, g)\n  u = matmul(w, s)\n  return u\n");
        assertThatThrownBy(() -> Engine.block().compile(square, wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a right square (n x n) has too many numbers on the leaf parameters of 1 x 100000,"
                        + " expected at most 2147483647 over all leaves");
    }

    private interface States {
        double[][] of(int m, int n);
    }

    private static void check(Program program, States states, Step step) {
        int size = LAYOUT.size();
        Random random = new Random(3);
        float[] block = new float[size];
        for (int i = 0; i < size; i++) {
            block[i] = (float) random.nextGaussian() * 0.1f;
        }
        float[] nd4j = block.clone();
        double[] expected = new double[size];
        for (int i = 0; i < size; i++) {
            expected[i] = block[i];
        }
        double[][][] held = LAYOUT.leaves().stream()
                .map(leaf -> states.of(leaf.rows(), leaf.columns()))
                .toArray(double[][][]::new);
        Optimizer fast = Engine.block().compile(program, LAYOUT);
        // A first run that leaves nothing behind.
        fast.step(block.clone(), new float[size], 1);
        fast.step(block.clone(), block.clone(), 1);
        fast.reset();
        Optimizer slow = new Nd4jEngine().compile(program, LAYOUT);
        for (int s = 0; s < STEPS; s++) {
            float[] gradient = new float[size];
            for (int i = 0; i < size; i++) {
                gradient[i] = (float) random.nextGaussian();
            }
            fast.step(block, gradient, 1);
            slow.step(nd4j, gradient, 1);
            for (int leaf = 0; leaf < held.length; leaf++) {
                ParameterLayout.Leaf part = LAYOUT.leaves().get(leaf);
                double[] w = java.util.Arrays.copyOfRange(expected, part.offset(), part.offset() + part.length());
                float[] g = java.util.Arrays.copyOfRange(gradient, part.offset(), part.offset() + part.length());
                step.apply(w, g, held[leaf], part.rows(), part.columns());
                System.arraycopy(w, 0, expected, part.offset(), w.length);
            }
            for (int i = 0; i < size; i++) {
                assertThat((double) block[i]).isCloseTo(expected[i], within(2e-5 * (1 + Math.abs(expected[i]))));
                assertThat((double) nd4j[i]).isCloseTo(expected[i], within(2e-5 * (1 + Math.abs(expected[i]))));
            }
        }
    }
}
