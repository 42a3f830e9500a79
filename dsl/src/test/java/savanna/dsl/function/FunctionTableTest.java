package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every row of the function table must keep. */
class FunctionTableTest {

    private static final float[] EDGES = {
        0f,
        -0f,
        1e-45f,
        -1e-40f,
        1e-30f,
        1e-8f,
        0.5f,
        1f,
        -1f,
        2f,
        88f,
        -104f,
        1e4f,
        1e30f,
        -1e30f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(3);

    static Stream<Function> all() {
        return Functions.all().stream();
    }

    static Stream<Function> elementwise() {
        return all().filter(Function::isElementwise);
    }

    @Test
    void shouldHaveTheFunctionsOfThePaper() {
        assertThat(Functions.paper().stream().map(Function::name))
                .hasSize(45)
                .contains("interp", "clip", "clip_by_global_norm", "arctanh", "get_eps")
                .doesNotContain("greater", "select", "matmul", "rows");
        assertThat(Functions.names())
                .doesNotHaveDuplicates()
                .containsAll(Functions.paper().stream().map(Function::name).toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeDocumented(Function function) {
        assertThat(function.document()).isNotBlank().doesNotContain("\n");
        assertThat(function.spelling()).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void shouldStayWithinItsErrorBound(Function function) {
        int n = 40_000;
        float[][] arguments = new float[function.arity()][n];
        for (float[] argument : arguments) {
            for (int i = 0; i < n; i++) {
                argument[i] = sample(i);
            }
        }
        float[] out = apply(function, arguments, n);
        for (int i = 0; i < n; i++) {
            double[] point = point(arguments, i);
            double expected = function.reference().orElseThrow().at(point);
            if (Double.isNaN(expected) != Float.isNaN(out[i])) {
                fail("%s%s is %s, expected %s", function, Arrays.toString(point), out[i], expected);
            } else if (Math.abs(expected) < 1.7e38) {
                double bound = function.bound() * (Math.max(1, Math.abs(expected)) + slope(function, point))
                        + Math.ulp(1e-37f);
                if (!(Math.abs(out[i] - expected) <= bound)) {
                    fail("%s%s is %s, expected %s", function, Arrays.toString(point), out[i], expected);
                }
            }
        }
    }

    /** Several scales; beyond 8192 only where all are. */
    private float sample(int i) {
        return (float)
                switch (i % 5) {
                    case 0 -> random.nextGaussian();
                    case 1 -> random.nextGaussian() * 20;
                    case 2 ->
                        Math.copySign(Math.min(8000, Math.exp(random.nextGaussian() * 6)), random.nextDouble() - 0.5);
                    case 3 -> random.nextDouble() * 2.2 - 1.1;
                    default -> random.nextGaussian() * 1e-3;
                };
    }

    /** Sum of the slopes in all arguments, by a difference. */
    private static double slope(Function function, double[] point) {
        double slope = 0;
        for (int k = 0; k < point.length; k++) {
            double step = Math.max(1e-7, Math.abs(point[k]) * 1e-7);
            double[] moved = point.clone();
            moved[k] += step;
            double difference = Math.abs(function.reference().orElseThrow().at(moved)
                            - function.reference().orElseThrow().at(point))
                    / step;
            // Of two arguments each may be large where the result is small: rounding is relative to them.
            slope += Double.isFinite(difference)
                    ? difference * (point.length > 1 ? Math.max(1, Math.abs(point[k])) : 1)
                    : 0;
        }
        return slope;
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void shouldTreatEdgesAsItsReferenceDoes(Function function) {
        int n = (int) Math.pow(EDGES.length, function.arity());
        float[][] arguments = new float[function.arity()][n];
        for (int i = 0; i < n; i++) {
            int digits = i;
            for (float[] argument : arguments) {
                argument[i] = EDGES[digits % EDGES.length];
                digits /= EDGES.length;
            }
        }
        float[] out = apply(function, arguments, n);
        for (int i = 0; i < n; i++) {
            double[] point = point(arguments, i);
            double expected = function.reference().orElseThrow().at(point);
            // A product of floats may overflow where the double does not; such points say nothing.
            boolean overflowing = function.arity() == 3
                    && Arrays.stream(point)
                                    .filter(value -> Math.abs(value) >= 1e30f)
                                    .count()
                            > 1;
            if (overflowing
                    || Math.abs(expected) > 1e37 && Double.isFinite(expected)
                    || function.arity() > 1 && Double.isFinite(expected) != Float.isFinite(out[i])) {
                continue;
            }
            boolean same = Float.compare(out[i], (float) expected) == 0
                    || Math.abs(out[i] - expected)
                            <= (function.arity() == 3 ? 1e-3 : 1e-6) * Math.max(1, Math.abs(expected));
            if (!same) {
                fail("%s%s is %s, expected %s", function, Arrays.toString(point), out[i], expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void shouldGiveTheSameBitsAtEveryLengthAndInPlace(Function function) {
        int n = 1100;
        float[][] arguments = new float[function.arity()][n];
        for (float[] argument : arguments) {
            for (int i = 0; i < n; i++) {
                argument[i] = sample(i);
            }
        }
        float[] whole = apply(function, arguments, n);
        for (int length : new int[] {1, 7, 511, 512, 513}) {
            float[] part = apply(function, arguments, length);
            for (int i = 0; i < length; i++) {
                if (Float.floatToIntBits(part[i]) != Float.floatToIntBits(whole[i])) {
                    fail("%s at %d of %d is %s, of 1100 it is %s", function, i, length, part[i], whole[i]);
                }
            }
        }
        float[] first = arguments[0];
        float[] expected = apply(function, arguments, 512);
        apply(function.kernel(), arguments, first, 512);
        assertThat(Arrays.copyOf(first, 512)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void shouldKeepTheFactsThatItClaims(Function function) {
        for (int i = 0; i < 3000; i++) {
            float x = sample(i);
            float y = sample(i + 1);
            if (function.is(Fact.COMMUTATIVE)) {
                assertThat(at(function, x, y)).isEqualTo(at(function, y, x));
            }
            if (function.is(Fact.ODD)) {
                assertThat(Float.compare(at(function, -x), -at(function, x)))
                        .as("%s(-%s)", function, x)
                        .isZero();
            }
            if (function.is(Fact.EVEN)) {
                assertThat(at(function, -x)).as("%s(-%s)", function, x).isEqualTo(at(function, x));
            }
            if (function.is(Fact.IDEMPOTENT)) {
                assertThat(at(function, at(function, x))).isEqualTo(at(function, x));
            }
            float scale = Math.abs(y) + 0.5f;
            if (function.is(Fact.SCALE_FREE)) {
                assertThat(at(function, scale * x)).isEqualTo(at(function, x));
            }
            for (int condition = 0; condition < function.arity(); condition++) {
                if (function.isCondition(condition)) {
                    float[] arguments = {sample(i), sample(i + 1), sample(i + 2)};
                    float[] scaled = arguments.clone();
                    scaled[condition] *= scale;
                    assertThat(at(function, Arrays.copyOf(scaled, function.arity())))
                            .isEqualTo(at(function, Arrays.copyOf(arguments, function.arity())));
                }
            }
            if (function.is(Fact.HOMOGENEOUS)) {
                assertThat(at(function, scale * x))
                        .isBetween(
                                scale * at(function, x) - 1e-6f * Math.abs(scale * x),
                                scale * at(function, x) + 1e-6f * Math.abs(scale * x));
            }
        }
    }

    private static float at(Function function, float... arguments) {
        float[][] arrays = new float[arguments.length][1];
        for (int k = 0; k < arguments.length; k++) {
            arrays[k][0] = arguments[k];
        }
        return apply(function, arrays, 1)[0];
    }

    private static double[] point(float[][] arguments, int i) {
        return Arrays.stream(arguments).mapToDouble(argument -> argument[i]).toArray();
    }

    private static float[] apply(Function function, float[][] arguments, int n) {
        float[] out = new float[n];
        apply(function.kernel(), arguments, out, n);
        return out;
    }

    private static void apply(Kernel kernel, float[][] arguments, float[] out, int n) {
        if (kernel instanceof Kernel.Unary unary) {
            unary.apply(arguments[0], out, n);
        } else if (kernel instanceof Kernel.Binary binary) {
            binary.apply(arguments[0], arguments[1], out, n);
        } else {
            ((Kernel.Ternary) kernel).apply(arguments[0], arguments[1], arguments[2], out, n);
        }
    }
}
