package savanna.dsl.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class BlockEngineTest {

    private static final ParameterLayout LAYOUT = ParameterLayout.builder()
            .add("kernel", 30, 40)
            .add("bias", 7)
            .add("rest", 3)
            .build();
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(2);

    private float[] vector() {
        float[] vector = new float[LAYOUT.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    @Test
    void shouldStepAsLionDoes() {
        Optimizer lion = Engine.block().compile(ProgramLibrary.find("lion").orElseThrow(), LAYOUT);
        float[] weights = vector();
        double[] expected = new double[weights.length];
        double[] momentum = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            expected[i] = weights[i];
        }
        for (int step = 0; step < 20; step++) {
            float[] gradient = vector();
            for (int i = 0; i < weights.length; i++) {
                double c = 0.1 * gradient[i] + 0.9 * momentum[i];
                momentum[i] = 0.01 * gradient[i] + 0.99 * momentum[i];
                expected[i] -= 1e-4 * 0.5 * (Math.signum(c) + 0.1 * expected[i]);
            }
            lion.step(weights, gradient, 0.5f);
        }
        for (int i = 0; i < weights.length; i++) {
            assertThat((double) weights[i]).isCloseTo(expected[i], within(2e-6));
            assertThat((double) lion.state(0)[i]).isCloseTo(momentum[i], within(1e-5));
        }
    }

    @Test
    void shouldReduceOverLeavesAndOverAll() {
        Program program = Program.parse("""
                def train(w, g, m, lr):
                  a = norm(g)
                  b = global_norm(m)
                  c = cosine_sim(w, g)
                  x = g / a
                  y = b * c
                  update = x + y
                  update = clip_by_global_norm(update, 0.5)
                  m = m + x
                  return update, m
                """);
        Optimizer optimizer = Engine.block().compile(program, LAYOUT);
        float[] weights = vector();
        float[] before = weights.clone();
        float[] gradient = vector();
        optimizer.step(weights, gradient, 1);
        // The state is zero, so y is; x has norm 1 in each of three leaves, and the update is x scaled from sqrt(3) to
        // 0.5.
        for (ParameterLayout.Leaf leaf : LAYOUT.leaves()) {
            double norm = 0;
            for (int i = leaf.offset(); i < leaf.offset() + leaf.length(); i++) {
                norm += gradient[i] * gradient[i];
            }
            for (int i = leaf.offset(); i < leaf.offset() + leaf.length(); i++) {
                assertThat(before[i] - weights[i])
                        .isCloseTo((float) (gradient[i] / Math.sqrt(norm) * 0.5 / Math.sqrt(3)), within(1e-6f));
            }
        }
    }

    @Test
    void shouldExchangeStates() {
        Program program =
                Program.parse("def train(w, g, m, v, lr):\n  update = m - v\n  x = g + v\n  return update, v, x\n");
        Optimizer optimizer = Engine.block().compile(program, ParameterLayout.flat(3));
        float[] weights = new float[3];
        optimizer.step(weights, new float[] {1, 2, 3}, 1);
        assertThat(optimizer.state(0)).containsExactly(0, 0, 0);
        assertThat(optimizer.state(1)).containsExactly(1, 2, 3);
        optimizer.step(weights, new float[] {10, 20, 30}, 1);
        assertThat(optimizer.state(0)).containsExactly(1, 2, 3);
        assertThat(optimizer.state(1)).containsExactly(11, 22, 33);
        assertThat(weights).containsExactly(1, 2, 3);
    }

    @Test
    void shouldStoreDenormalStatesAsZeroAndKeepTheRest() {
        Program program = Program.parse("def train(w, g, m, lr):\n  m = m + g\n  return m, m\n");
        Optimizer optimizer = Engine.block().compile(program, ParameterLayout.flat(8));
        float[] gradient = {1e-29f, -1e-31f, 1e-40f, Float.NaN, Float.POSITIVE_INFINITY, -3, 1.1e-30f, 0};
        optimizer.step(new float[8], gradient, 1);
        assertThat(optimizer.state(0))
                .containsExactly(1e-29f, -0f, 0, Float.NaN, Float.POSITIVE_INFINITY, -3, 1.1e-30f, 0);
        optimizer.reset();
        assertThat(optimizer.state(0)).containsOnly(0);
    }

    @Test
    void shouldBroadcastAScalarUpdate() {
        Program program = Program.parse("def train(w, g, lr):\n  update = lr * 2\n  return update\n");
        float[] weights = new float[600];
        Engine.block().compile(program, ParameterLayout.flat(600)).step(weights, new float[600], 0.25f);
        assertThat(weights).containsOnly(-0.5f);
    }

    /** The engine computes the last calls of an update while it subtracts, unless states keep their values too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "r = sqrt(v); q = m / r; d = abs(q); u = q * lr",
                "r = sqrt(v); q = m / r; x = w * 0.1; d = q + x; u = d * lr",
                "r = sqrt(v); q = m / r; x = q * 0.1; d = x + q; u = d * lr",
                "q = m * g; x = w * 0.1; d = x + q; u = d * lr",
                "q = m * 0.5; d = q + m; u = d * 0.1",
                "r = sqrt(v); q = m / r; d = abs(q); u = q * g"
            })
    void shouldRoundTheEndOfAnUpdateAsTheCallsDo(String calls) {
        String body = "  m = interp(g, m, 0.9)\n  v = abs(m)\n  " + calls.replace("; ", "\n  ") + "\n  return u, m, v";
        Optimizer fused = Engine.block().compile(Program.parse("def train(w, g, m, v, lr):\n" + body), LAYOUT);
        Optimizer apart = BlockEngine.compileWhole(
                AbstractExecution.ofValid(Program.parse("def train(w, g, m, v, a, b, c, lr):\n" + body + ", q, d, u")),
                LAYOUT);
        float[] weights = vector();
        float[] expected = weights.clone();
        for (int step = 0; step < 40; step++) {
            float[] gradient = vector();
            fused.step(weights, gradient, 0.3f);
            apart.step(expected, gradient, 0.3f);
        }
        assertThat(weights).containsExactly(expected);
    }

    static List<String> shipped() {
        return ProgramLibrary.names();
    }

    /** A state of any kind is all that an optimizer knows of its past, but for when it last flushed small numbers. */
    @ParameterizedTest
    @MethodSource("shipped")
    void shouldGoOnFromStatesThatArePutBack(String name) {
        Analysis program = AbstractExecution.ofValid(ProgramLibrary.find(name).orElseThrow());
        RestorableOptimizer first = BlockEngine.compileWhole(program, LAYOUT);
        RestorableOptimizer second = BlockEngine.compileWhole(program, LAYOUT);
        float[] weights = vector();
        float[] expected = weights.clone();
        for (int step = 0; step < 8; step++) {
            float[] gradient = vector();
            first.step(expected, gradient, 0.3f);
            second.step(weights, gradient, 0.3f);
            assertThat(weights).as("step " + step).containsExactly(expected);
            RestorableOptimizer next = BlockEngine.compileWhole(program, LAYOUT);
            for (int k = 0; k < program.program().states().size(); k++) {
                next.restore(k, second.kept(k));
                assertThat(next.state(k)).containsExactly(second.state(k));
            }
            second = next;
        }
    }
}
