package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the rows claim of signs, zeros, factors and arithmetic holds when the functions are run. */
class FunctionRowTest {

    private static final int TRIALS = 300;
    private static final int SIZE = 6;
    private final Random random = new Random(8);

    /** Arguments of which so much is known. */
    private record Known(boolean[] holds, float[][] values, boolean areSame)
            implements SignRule.Arguments, ZeroRule.Arguments {
        @Override
        public boolean isNeverNegative(int argument) {
            return holds[argument];
        }

        @Override
        public boolean isZero(int argument) {
            return holds[argument];
        }

        @Override
        public boolean isFinite(int argument) {
            return true;
        }

        /** Constant arguments are arrays of one number. */
        @Override
        public OptionalDouble constant(int argument) {
            float first = values[argument][0];
            boolean isOne = IntStream.range(0, SIZE).allMatch(i -> values[argument][i] == first);
            return isOne ? OptionalDouble.of(first) : OptionalDouble.empty();
        }

        @Override
        public boolean areSame(int argument, int other) {
            return areSame;
        }

        @Override
        public int count() {
            return holds.length;
        }
    }

    static Stream<Function> functions() {
        return Functions.all().stream().filter(function -> function.arity() > 0 && !function.isLeafwise());
    }

    private float[] drawn() {
        float[] x = new float[SIZE];
        float constant = random.nextInt(3) == 0 ? random.nextFloat() * 4 - 2 : Float.NaN;
        for (int i = 0; i < SIZE; i++) {
            x[i] = Float.isNaN(constant) ? (float) random.nextGaussian() * 2 : constant;
        }
        return x;
    }

    private static float[] value(Function function, float[]... arguments) {
        float[] out = new float[SIZE];
        if (function.kernel() instanceof Kernel.Reduction reduction) {
            Arrays.fill(out, reduced(reduction, arguments));
        } else if (function.kernel() instanceof Kernel.Rescaling rescaling) {
            float[] norm = new float[SIZE];
            Arrays.fill(norm, reduced(rescaling.reduction(), arguments));
            rescaling.finish().apply(arguments[0], norm, arguments[1], out, SIZE);
        } else {
            for (int i = 0; i < SIZE; i++) {
                float[] point = new float[arguments.length];
                for (int k = 0; k < point.length; k++) {
                    point[k] = arguments[k][i];
                }
                out[i] = function.at(point);
            }
        }
        return out;
    }

    private static float reduced(Kernel.Reduction reduction, float[][] arguments) {
        double[] sums = new double[reduction.products().length];
        for (int k = 0; k < sums.length; k++) {
            for (int i = 0; i < SIZE; i++) {
                sums[k] += (double) arguments[reduction.products()[k][0]][i]
                        * arguments[reduction.products()[k][1]][i];
            }
        }
        return reduction.finish().apply(sums);
    }

    private static float[] times(float[] x, double c) {
        float[] scaled = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            scaled[i] = (float) (x[i] * c);
        }
        return scaled;
    }

    private static void assertClose(float[] actual, float[] expected) {
        for (int i = 0; i < SIZE; i++) {
            if (!Float.isNaN(expected[i])) {
                assertThat(actual[i]).isCloseTo(expected[i], within(2e-5f * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void shouldBeNeverNegativeWhereItsRuleSaysSo(Function function) {
        for (int trial = 0; trial < TRIALS; trial++) {
            boolean same = function.arity() == 2 && random.nextBoolean();
            boolean[] holds = new boolean[function.arity()];
            float[][] arguments = new float[holds.length][];
            for (int k = 0; k < holds.length; k++) {
                holds[k] = random.nextBoolean();
                arguments[k] = same && k > 0 ? arguments[0] : drawn();
                if (same && k > 0) {
                    holds[k] = holds[0];
                } else if (holds[k]) {
                    for (int i = 0; i < SIZE; i++) {
                        arguments[k][i] = Math.abs(arguments[k][i]);
                    }
                }
            }
            if (function.isPositive() || function.sign().isNeverNegative(new Known(holds, arguments, same))) {
                for (float number : value(function, arguments)) {
                    assertThat(number < 0 || function.isPositive() && number == 0)
                            .as("%s of %s", function, Arrays.deepToString(arguments))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void shouldBeZeroWhereItsRuleSaysSo(Function function) {
        for (int trial = 0; trial < TRIALS; trial++) {
            boolean[] holds = new boolean[function.arity()];
            float[][] arguments = new float[holds.length][];
            for (int k = 0; k < holds.length; k++) {
                holds[k] = random.nextBoolean();
                arguments[k] = holds[k] ? new float[SIZE] : drawn();
            }
            if (function.zero().isZero(new Known(holds, arguments, false))) {
                for (float number : value(function, arguments)) {
                    assertThat(number == 0)
                            .as("%s of %s", function, Arrays.deepToString(arguments))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldNotTakeZeroOverTheOppositeOfTheGuardForZero() {
        float[] guard = new float[SIZE];
        Arrays.fill(guard, -1e-8f);
        Function divide = Functions.of(Operation.QUOTIENT);
        Known known = new Known(new boolean[] {true, false}, new float[][] {new float[SIZE], guard}, false);
        assertThat(divide.zero().isZero(known)).isFalse();
        assertThat(value(divide, new float[SIZE], guard)).containsOnly(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void shouldTakeOutFactorsAsItsRowSays(Function function) {
        for (int trial = 0; trial < TRIALS; trial++) {
            double c = (random.nextBoolean() ? 1 : -1) * Math.exp(random.nextGaussian());
            double d = (random.nextBoolean() ? 1 : -1) * Math.exp(random.nextGaussian());
            float[] x = drawn();
            float[] y = drawn();
            if (function.arity() == 1 && function.outside(c).isPresent()) {
                assertClose(
                        value(function, times(x, c)),
                        times(value(function, x), function.outside(c).getAsDouble()));
            }
            if (function.passesFactors()) {
                float[] scaled = value(function, times(x, Math.abs(c)), times(y, Math.abs(c)));
                assertClose(scaled, times(value(function, x, y), Math.abs(c)));
            }
            if (function.isBilinear()) {
                assertClose(value(function, times(x, c), times(y, d)), times(value(function, x, y), c * d));
            }
            if (function.selects()) {
                assertThat(value(function, x, x)).isEqualTo(x);
            }
            if (function.neutral().isPresent()) {
                float[] neutral = new float[SIZE];
                Arrays.fill(neutral, (float) function.neutral().getAsDouble());
                assertThat(value(function, x, neutral)).isEqualTo(x);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SUM, 5, 3, 8",
        "DIFFERENCE, 5, 3, 2",
        "PRODUCT, 5, 3, 15",
        "QUOTIENT, 6, 3, 2",
        "NEGATION, 5, 0, -5",
        "RECIPROCAL, 4, 0, 0.25",
        "SQUARE, -3, 0, 9",
        "CUBE, -3, 0, -27",
        "ROOT, -9, 0, 3",
        "CUBE_ROOT, -27, 0, -3",
        "MAGNITUDE, -3, 0, 3",
        "SIGN, -3, 0, -1",
        "INTERPOLATION, 2, 6, 3",
        "LARGER, 5, 3, 5",
        "SMALLER, 5, 3, 3",
        "CLIP, 5, 3, 3"
    })
    void shouldBeTheArithmeticThatItSays(Operation operation, float x, float y, float value) {
        Function function = Functions.of(operation);
        float[] point = {x, y, 0.25f};
        assertThat(function.at(Arrays.copyOf(point, function.arity()))).isEqualTo(value);
        assertThat(Functions.all().stream().filter(row -> row.operation() == operation))
                .hasSize(1);
    }
}
