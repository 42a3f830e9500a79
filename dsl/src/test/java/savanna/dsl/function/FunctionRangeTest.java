package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.oracle.Formulas;

/**
 * Every elementwise function over the whole range of floats: all exponents, subnormals among them, both signs, the
 * neighbours of where functions change, and edges; against the formulas of the oracle, which are accurate there. The
 * error is relative to the value, however small that is.
 */
class FunctionRangeTest {

    /** Relative error; of a subnormal result as a share of the least normal float. */
    private static final double BOUND = 3e-7;

    private static final float[] TURNS = {
        0.25f,
        0.414f,
        0.5f,
        0.7071f,
        1,
        1.5707964f,
        2,
        3.1415927f,
        8192,
        8388608,
        37.9f,
        38.5f,
        44.4f,
        86,
        88.7f,
        89.4f,
        103.9f,
        124,
        126,
        127,
        128,
        149,
        150
    };

    static Stream<Function> unary() {
        return Functions.all().stream().filter(function -> function.kernel() instanceof Kernel.Unary);
    }

    static Stream<Function> binary() {
        return Functions.all().stream().filter(function -> function.kernel() instanceof Kernel.Binary);
    }

    static Stream<Function> ternary() {
        return Functions.all().stream().filter(function -> function.kernel() instanceof Kernel.Ternary);
    }

    /** @param steps values to each power of two */
    private static float[] range(int steps) {
        List<Float> values = new ArrayList<>(List.of(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE));
        Random random = new Random(steps);
        for (int exponent = 0; exponent < 255; exponent++) {
            for (int i = 0; i < steps; i++) {
                float value = Float.intBitsToFloat(exponent << 23 | random.nextInt(1 << 23));
                values.add(value);
                values.add(-value);
            }
        }
        values.addAll(List.of(Float.NEGATIVE_INFINITY, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_NORMAL));
        return array(values);
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static float[] neighbours() {
        List<Float> values = new ArrayList<>();
        for (float turn : TURNS) {
            float up = turn;
            float down = turn;
            for (int i = 0; i < 40; i++) {
                values.addAll(List.of(up, -up, down, -down));
                up = Math.nextUp(up);
                down = Math.nextDown(down);
            }
        }
        return array(values);
    }

    /** Some of each decade, for functions of several arguments. */
    private static float[] coarse(int every) {
        List<Float> values = new ArrayList<>(List.of(
                0f,
                -0f,
                1f,
                -1f,
                0.5f,
                -0.5f,
                2f,
                -2f,
                3f,
                -3f,
                1e-45f,
                -1e-40f,
                Float.MAX_VALUE,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.NaN,
                -1e-8f,
                1 + 0x1p-23f,
                1 - 0x1p-24f));
        Random random = new Random(7);
        for (int exponent = 1; exponent < 255; exponent += every) {
            float value = Float.intBitsToFloat(exponent << 23 | random.nextInt(1 << 23));
            values.add(value);
            values.add(-value);
        }
        return array(values);
    }

    @ParameterizedTest
    @MethodSource("unary")
    void shouldBeAccurateOverTheWholeRange(Function function) {
        for (float[] points : List.of(range(32), neighbours())) {
            float[] out = new float[points.length];
            ((Kernel.Unary) function.kernel()).apply(points.clone(), out, points.length);
            for (int i = 0; i < points.length; i++) {
                check(function, out[i], 0, points[i]);
                double reference = function.reference().orElseThrow().at(points[i]);
                double exact = Formulas.at(function.name(), points[i]);
                if (!(Math.abs(reference - exact) <= 1e-9 * Math.abs(exact) + Double.MIN_NORMAL)
                        && Double.compare(reference + 0.0, exact + 0.0) != 0) {
                    fail("the reference of %s(%s) is %s, expected %s", function, points[i], reference, exact);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("binary")
    void shouldBeAccurateOverTheWholeRangeOfBothArguments(Function function) {
        float[] values = coarse(3);
        float[] other = new float[values.length];
        float[] out = new float[values.length];
        for (float y : values) {
            Arrays.fill(other, y);
            ((Kernel.Binary) function.kernel()).apply(values.clone(), other, out, values.length);
            for (int i = 0; i < values.length; i++) {
                check(function, out[i], 0, values[i], y);
            }
        }
    }

    /** Products that cancel or overflow make the error of {@code interp} relative to the larger of them. */
    @ParameterizedTest
    @MethodSource("ternary")
    void shouldBeAccurateOverTheWholeRangeOfAllArguments(Function function) {
        float[] values = coarse(9);
        float[] y = new float[values.length];
        float[] a = new float[values.length];
        float[] out = new float[values.length];
        for (float second : values) {
            for (float third : values) {
                Arrays.fill(y, second);
                Arrays.fill(a, third);
                ((Kernel.Ternary) function.kernel()).apply(values.clone(), y, a, out, values.length);
                for (int i = 0; i < values.length; i++) {
                    double larger = !function.name().equals("interp")
                            ? 0
                            : Math.max(Math.abs((1.0 - third) * values[i]), Math.abs((double) third * second));
                    if (!(larger > Float.MAX_VALUE)) {
                        check(function, out[i], larger, values[i], second, third);
                    }
                }
            }
        }
    }

    private static void check(Function function, float actual, double slackOf, float... point) {
        double[] wide = new double[point.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = point[k];
        }
        double expected = Formulas.at(function.name(), wide);
        float rounded = (float) expected;
        if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
            if (Float.compare(actual, rounded) != 0 && !(Math.abs(expected) < 3.5e38 && Math.abs(actual) > 3.4e38)) {
                fail("%s%s is %s, expected %s", function, Arrays.toString(point), actual, rounded);
            }
            return;
        }
        double size = Math.max(Math.max(Math.abs(expected), slackOf), Float.MIN_NORMAL);
        if (!(Math.abs(actual - expected) <= BOUND * size)
                && !(Math.abs(expected) > 3.4e38 && Float.isInfinite(actual))) {
            fail("%s%s is %s, expected %s", function, Arrays.toString(point), actual, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("unary")
    void shouldKeepItsFactsOverTheWholeRange(Function function) {
        float[] points = range(8);
        float[] opposite = new float[points.length];
        for (int i = 0; i < points.length; i++) {
            opposite[i] = -points[i];
        }
        float[] out = apply(function, points);
        float[] turned = apply(function, opposite);
        float[] twice = apply(function, out);
        for (int i = 0; i < points.length; i++) {
            if (function.is(Fact.ODD)) {
                assertThat(Float.compare(turned[i] + 0f, -out[i] + 0f))
                        .as("%s(-%s)", function, points[i])
                        .isZero();
            }
            if (function.is(Fact.EVEN)) {
                assertThat(Float.compare(turned[i] + 0f, out[i] + 0f))
                        .as("%s(-%s)", function, points[i])
                        .isZero();
            }
            if (function.is(Fact.IDEMPOTENT)) {
                assertThat(Float.compare(twice[i], out[i]))
                        .as("%s twice of %s", function, points[i])
                        .isZero();
            }
            if (function.is(Fact.FINITE) && Math.abs(points[i]) < 1e18f) {
                assertThat(out[i]).as("%s(%s)", function, points[i]).isFinite();
            }
        }
    }

    private static float[] apply(Function function, float[] points) {
        float[] out = new float[points.length];
        ((Kernel.Unary) function.kernel()).apply(points.clone(), out, points.length);
        return out;
    }
}
