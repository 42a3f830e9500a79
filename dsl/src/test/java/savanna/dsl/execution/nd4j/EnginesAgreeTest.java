package savanna.dsl.execution.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import savanna.dsl.RandomPrograms;
import savanna.dsl.Rollout;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kernel;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * The block engine and the ND4J engine agree. Tolerances: arithmetic and roots 1e-6 relative; transcendental functions
 * 2e-6 relative to max(1, |f|), and 1e-6 relative to |f| for small arguments; whole programs 1e-3 relative after three
 * steps, unless the program is so sensitive that the block engine alone differs by as much when its inputs move by one
 * part in a million.
 */
class EnginesAgreeTest {

    private static final float[] EDGES = {
        0f,
        -0f,
        1e-40f,
        -1e-40f,
        1e-8f,
        0.3f,
        -0.3f,
        1f,
        -1f,
        2.5f,
        -7f,
        50f,
        4e3f,
        1e30f,
        -1e30f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };
    private static final int PROGRAMS = Integer.getInteger("savanna.programs", 10_000);

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(6);
    private ParameterLayout layout =
            ParameterLayout.builder().add("a", 4).add("b", 3).build();

    static Stream<Function> functions() {
        return Functions.all().stream().filter(function -> function.isElementwise() && Nd4jFunctions.has(function));
    }

    static Stream<String> shipped() {
        return ProgramLibrary.ofPaperFunctions().stream();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void shouldAgreeOnEveryFunctionAndEdge(Function function) {
        int n = (int) Math.pow(EDGES.length, function.arity());
        INDArray[] arguments = new INDArray[function.arity()];
        for (int k = 0; k < arguments.length; k++) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = EDGES[(int) (i / Math.pow(EDGES.length, k)) % EDGES.length];
            }
            arguments[k] = Nd4j.createFromArray(values);
        }
        float[] nd4j = Nd4jFunctions.call(function, arguments).toFloatVector();
        float[] own = Nd4jFunctions.elementwise(function.kernel(), arguments).toFloatVector();
        for (int i = 0; i < n; i++) {
            int point = i;
            boolean same = Float.compare(nd4j[i], own[i]) == 0
                    || nd4j[i] == own[i]
                    || Math.abs(nd4j[i] - own[i]) <= 2e-6 * Math.max(1, Math.abs(own[i]));
            assertThat(same)
                    .as(() -> function
                            + Arrays.stream(arguments)
                                    .map(a -> a.getFloat(point))
                                    .toList()
                                    .toString() + ": ND4J " + nd4j[point] + ", own " + own[point])
                    .isTrue();
        }
    }

    /** A quotient by a function of a small number, such as a mean square, is as good as the digits of that. */
    @Test
    void shouldKeepTheDigitsOfSmallValues() {
        float[] small = {1e-1f, -1e-2f, 1e-3f, -1e-4f, 1e-5f, 1e-6f, -1e-8f, 1e-12f};
        for (Function function : Functions.all()) {
            if (function.kernel() instanceof Kernel.Unary) {
                float[] nd4j = Nd4jFunctions.call(function, new INDArray[] {Nd4j.createFromArray(small)})
                        .toFloatVector();
                for (int i = 0; i < small.length; i++) {
                    double expected = function.reference().orElseThrow().at(small[i]);
                    if (!Double.isNaN(expected)) {
                        assertThat((double) nd4j[i])
                                .as("%s(%s)", function, small[i])
                                .isCloseTo(expected, within(1e-6 * Math.abs(expected)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shouldAgreeOnShippedPrograms(String name) {
        Program program = ProgramLibrary.find(name).orElseThrow();
        float[] start = vector();
        float[][] gradients = gradients(50);
        float[][] block = Rollout.of(Engine.block().compile(program, layout), start, gradients);
        float[][] nd4j = Rollout.of(new Nd4jEngine().compile(program, layout), start, gradients);
        for (int i = 0; i < start.length; i++) {
            assertThat(Math.abs(block[49][i] - nd4j[49][i])).isLessThan(5e-6f);
        }
    }

    @Test
    void shouldAgreeOnRandomPrograms() {
        RandomPrograms programs = new RandomPrograms(random);
        check(PROGRAMS, i -> programs.inTurn(i, 11, 6));
    }

    /** Values and states of all kinds, on a matrix, a vector and a square. */
    @Test
    void shouldAgreeOnRandomProgramsOfAllKinds() {
        layout = ParameterLayout.builder()
                .add("a", 2, 3)
                .add("b", 3)
                .add("c", 2, 2)
                .build();
        RandomPrograms programs = new RandomPrograms(random).ofAllKinds();
        check(PROGRAMS / 5, i -> programs.programOfKinds(2 + random.nextInt(12)));
    }

    private void check(int count, IntFunction<Program> draw) {
        int agreeing = 0;
        int sensitive = 0;
        List<Program> different = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Program program = draw.apply(i);
            float[] start = vector();
            float[][] gradients = gradients(3);
            float[][] block = Rollout.of(Engine.block().compile(program, layout), start, gradients);
            float[][] nd4j = Rollout.of(new Nd4jEngine().compile(program, layout), start, gradients);
            if (agree(block, nd4j)) {
                agreeing++;
            } else if (isSensitive(program, start, gradients, block)) {
                sensitive++;
            } else {
                different.add(program);
            }
        }
        System.out.printf(
                "programs %d: agreeing %d, too sensitive to decide %d, different %d%n",
                count, agreeing, sensitive, different.size());
        different.stream().limit(5).forEach(System.out::println);
        assertThat(different).isEmpty();
        assertThat(agreeing).isGreaterThan(count * 97 / 100);
    }

    private boolean isSensitive(Program program, float[] start, float[][] gradients, float[][] block) {
        for (float factor : new float[] {1 + 1e-6f, 1 - 1e-6f}) {
            float[][] moved = Arrays.stream(gradients)
                    .map(gradient -> times(gradient, factor))
                    .toArray(float[][]::new);
            if (!agree(block, Rollout.of(Engine.block().compile(program, layout), times(start, 2 - factor), moved))) {
                return true;
            }
        }
        return false;
    }

    private static float[] times(float[] vector, float factor) {
        float[] product = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            product[i] = vector[i] * factor;
        }
        return product;
    }

    /** Up to the first step that is not finite, or beyond 1e20, where rounding decides what overflows. */
    private static boolean agree(float[][] a, float[][] b) {
        for (int step = 0; step < a.length; step++) {
            for (int i = 0; i < a[step].length; i++) {
                boolean usable = Math.abs(a[step][i]) < 1e20f;
                if (!usable) {
                    return !(Math.abs(b[step][i]) < 1e19f);
                }
                if (!(Math.abs(a[step][i] - b[step][i]) <= 1e-3f * Math.max(1, Math.abs(a[step][i])))) {
                    return false;
                }
            }
        }
        return true;
    }

    private float[][] gradients(int steps) {
        float[][] gradients = new float[steps][];
        Arrays.setAll(gradients, step -> vector());
        return gradients;
    }

    private float[] vector() {
        float[] vector = new float[layout.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
