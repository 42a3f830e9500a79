package savanna.dsl.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import savanna.dsl.Rollout;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * Hundreds of disguises of each optimizer: {@code mvn -pl dsl test -Dtest=DisguisesTest -Dsavanna.disguises=200}; the
 * rates are in its surefire report.
 */
class DisguisesTest {

    private static final ParameterLayout SHAPES =
            ParameterLayout.builder().add("a", 2, 3).add("b", 3).add("c", 2, 2).build();

    @Test
    void shouldSeeThroughNineteenDisguisesInTwenty() {
        seeThrough(ProgramLibrary.ofPaperFunctions(), 12, Behaviour::compare);
    }

    /** Of the programs that call functions beyond the paper's. */
    @Test
    void shouldSeeThroughNineteenDisguisesInTwentyOfMatrixPrograms() {
        List<String> others = new ArrayList<>(ProgramLibrary.names());
        others.removeAll(ProgramLibrary.ofPaperFunctions());
        seeThrough(others, 2, DisguisesTest::compare);
    }

    private interface Comparing {
        Behaviour.Verdict of(Program disguised, Program result, long seed);
    }

    private static void seeThrough(List<String> names, int usual, Comparing comparing) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        int each = Integer.getInteger("savanna.disguises", usual);
        List<String> poor = new ArrayList<>();
        StringBuilder rates = new StringBuilder();
        int seen = 0;
        int all = 0;
        for (String name : names) {
            Program program = ProgramLibrary.find(name).orElseThrow();
            Complexity size =
                    Complexity.of(Equations.of(AbstractExecution.of(program).pruned()));
            int found = 0;
            for (int i = 0; i < each; i++) {
                Program disguised = new Disguises(random).of(program, 3 + i % 8);
                Program result = new Simplifier().simplify(disguised).result();
                assertThat(comparing.of(disguised, result, i))
                        .as("%s%s", disguised, result)
                        .isNotEqualTo(Behaviour.Verdict.DIFFERENT);
                Complexity cost = Complexity.of(Equations.of(result));
                found += cost.states() <= size.states() && cost.statements() <= size.statements() ? 1 : 0;
            }
            rates.append(name)
                    .append(' ')
                    .append(found)
                    .append(" of ")
                    .append(each)
                    .append(System.lineSeparator());
            if (each - found > Math.max(1, each / 10)) {
                poor.add(name + " " + found + " of " + each);
            }
            seen += found;
            all += each;
        }
        rates.append("all ").append(seen).append(" of ").append(all).append(System.lineSeparator());
        System.out.print(rates);
        assertThat(poor)
                .as("optimizers of which fewer than nine disguises in ten were seen through")
                .isEmpty();
        assertThat(seen).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * all));
    }

    /** In double precision, on a matrix, a vector and a square. */
    private static Behaviour.Verdict compare(Program disguised, Program result, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] start = random.doubles(SHAPES.size(), -1, 1).toArray();
        double[][] gradients = new double[6][];
        Arrays.setAll(gradients, step -> random.doubles(SHAPES.size(), -2, 2).toArray());
        double[][] expected = Rollout.updates(disguised, SHAPES, start, gradients);
        if (agree(expected, Rollout.updates(result, SHAPES, start, gradients))) {
            return Behaviour.Verdict.EQUAL;
        }
        double[][] moved = Arrays.stream(gradients)
                .map(step ->
                        Arrays.stream(step).map(value -> value * (1 + 1e-7)).toArray())
                .toArray(double[][]::new);
        return agree(expected, Rollout.updates(disguised, SHAPES, start, moved))
                ? Behaviour.Verdict.DIFFERENT
                : Behaviour.Verdict.SENSITIVE;
    }

    /** Up to the rounding of constants to 32 bits. */
    private static boolean agree(double[][] a, double[][] b) {
        for (int step = 0; step < a.length; step++) {
            double largest = Arrays.stream(a[step]).map(Math::abs).max().orElse(0);
            for (int i = 0; i < a[step].length; i++) {
                if (!(Math.abs(a[step][i] - b[step][i]) <= 3e-5 * largest + 1e-9)) {
                    return false;
                }
            }
        }
        return true;
    }
}
