package savanna.dsl.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.RandomPrograms;
import savanna.dsl.Rollout;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;

/** Simplification of programs whose values have all kinds, in double precision, on a matrix, a vector and a square. */
class KindSimplificationTest {

    private static final ParameterLayout LAYOUT =
            ParameterLayout.builder().add("a", 2, 3).add("b", 3).add("c", 2, 2).build();
    private static final int PROGRAMS = Integer.getInteger("savanna.programs", 400);
    private static final int STEPS = 6;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(9);
    private final double[] start = random.doubles(LAYOUT.size(), -1, 1).toArray();
    private final double[][] gradients = new double[STEPS][];

    private double[][] updates(Program program, double scale) {
        double[][] moved = new double[STEPS][];
        for (int step = 0; step < STEPS; step++) {
            moved[step] =
                    Arrays.stream(gradients[step]).map(value -> value * scale).toArray();
        }
        return Rollout.updates(program, LAYOUT, start, moved);
    }

    /** Up to the first step that is not finite; the guard of divisions and 32-bit constants may show in some digits. */
    private static boolean agree(double[][] a, double[][] b) {
        for (int step = 0; step < STEPS; step++) {
            double largest = Arrays.stream(a[step]).map(Math::abs).max().orElse(0);
            for (int i = 0; i < a[step].length; i++) {
                if (!(largest < 1e15)) {
                    return true;
                }
                if (!(Math.abs(a[step][i] - b[step][i]) <= 1e-4 * largest + 1e-9)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void shouldKeepWhatRandomProgramsDo() {
        Arrays.setAll(gradients, step -> random.doubles(LAYOUT.size(), -2, 2).toArray());
        RandomPrograms programs = new RandomPrograms(random).ofAllKinds();
        List<String> different = new ArrayList<>();
        int undecided = 0;
        int shorter = 0;
        for (int i = 0; i < PROGRAMS; i++) {
            Program program = programs.programOfKinds(3 + random.nextInt(10));
            Program simple = new Simplifier().simplify(program).result();
            shorter += simple.statements().size()
                            < AbstractExecution.ofValid(program)
                                    .pruned()
                                    .statements()
                                    .size()
                    ? 1
                    : 0;
            double[][] updates = updates(program, 1);
            if (!agree(updates, updates(simple, 1))) {
                if (agree(updates, updates(program, 1 + 1e-6)) && agree(updates, updates(program, 1 - 1e-6))) {
                    different.add(program + "\n" + simple);
                } else {
                    undecided++;
                }
            }
        }
        System.out.printf(
                "programs %d: shorter %d, undecided %d, different %d%n",
                PROGRAMS, shorter, undecided, different.size());
        different.stream().limit(5).forEach(System.out::println);
        assertThat(different).isEmpty();
        assertThat(undecided).isLessThan(Math.max(2, PROGRAMS / 50));
        assertThat(shorter).isGreaterThan(PROGRAMS / 20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            transpose(transpose(g))                         | g * 1
            transpose(2 * transpose(g))                     | g + g
            g * row_mean(row_mean(m))                       | g * row_mean(m)
            g * col_mean(col_mean(m))                       | g * col_mean(m)
            g * mean(mean(m))                               | g * mean(m)
            g * mean(row_mean(m))                           | g * mean(m)
            g * mean(transpose(m))                          | g * mean(m)
            orthogonalize(3 * m)                            | orthogonalize(m)
            orthogonalize(-m)                               | -orthogonalize(m)
            matmul(matmul(g, transpose(m * 2)), g * 0.5)    | matmul(matmul(g, transpose(m)), g)
            select(m, g, g)                                 | g * 1
            g * greater(m, m) + m                           | m * 1
            transpose(matmul(transpose(m), transpose(matmul(g, transpose(w))))) | matmul(matmul(g, transpose(w)), m)
            """)
    void shouldSimplify(String from, String to) {
        Arrays.setAll(gradients, step -> random.doubles(LAYOUT.size(), -2, 2).toArray());
        Program program = update(from);
        Program result = new Simplifier().simplify(program).result();
        assertThat(Complexity.of(Equations.of(result)).statements())
                .as(result.toString())
                .isLessThanOrEqualTo(Complexity.of(Equations.of(
                                new Simplifier().simplify(update(to)).result()))
                        .statements());
        assertThat(agree(updates(program, 1), updates(result, 1))).isTrue();
        assertThat(agree(updates(program, 1), updates(update(to), 1))).isTrue();
    }

    private static Program update(String expression) {
        return Program.parse(
                "def train(w, g, m, lr):\n  u = " + expression + "\n  m = interp(g, m, 0.9)\n  return u, m\n");
    }
}
