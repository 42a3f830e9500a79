package savanna.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every function of whole leaves, on every kind that it takes, on leaves of many shapes. */
class MatrixFunctionTest {

    /** Rows and columns: a number, vectors, wide, tall and square ones, and one beyond the tiles of products. */
    private static final int[][] SHAPES = {{1, 1}, {1, 7}, {7, 1}, {3, 5}, {5, 3}, {4, 4}, {9, 9}, {2, 40}, {33, 70}};

    private final Random random = new Random(20);

    static Stream<Function> leafwise() {
        return Functions.all().stream().filter(Function::isLeafwise);
    }

    /**
     * All that a function can be called with: the kinds to which its arguments are broadcast, and that of the value.
     */
    private static List<Signature.Typing> typings(Function function) {
        Signature signature = ((Kernel.Leafwise) function.kernel()).signature();
        List<Signature.Typing> typings = new ArrayList<>();
        for (Kind x : Kind.values()) {
            if (function.arity() == 1) {
                signature.of(List.of(x)).ifPresent(typings::add);
                continue;
            }
            for (Kind y : Kind.values()) {
                signature.of(List.of(x, y)).ifPresent(typings::add);
            }
        }
        return typings;
    }

    private interface Check {
        void of(Signature.Typing typing, int m, int n);
    }

    private static void overAll(Function function, Check check) {
        for (Signature.Typing typing : typings(function)) {
            for (int[] shape : SHAPES) {
                check.of(typing, shape[0], shape[1]);
            }
        }
    }

    /** Within an array, so that offsets count. */
    private static Matrix matrix(Kind kind, int m, int n, float fill) {
        int rows = kind.rows().of(m, n);
        int columns = kind.columns().of(m, n);
        float[] values = new float[rows * columns + 5];
        Arrays.fill(values, fill);
        return new Matrix(values, 3, rows, columns);
    }

    private Matrix drawn(Kind kind, int m, int n, double scale) {
        Matrix x = matrix(kind, m, n, 77);
        for (int i = 0; i < x.size(); i++) {
            x.values()[x.offset() + i] = (float) (random.nextGaussian() * scale);
        }
        return x;
    }

    /** A power for the functions that take one; of a square one that is symmetric, with eigenvalues of both signs. */
    private Matrix[] arguments(Function function, Signature.Typing typing, int m, int n, double scale) {
        Matrix[] arguments = new Matrix[function.arity()];
        for (int k = 0; k < arguments.length; k++) {
            arguments[k] = drawn(typing.arguments().get(k), m, n, scale);
        }
        if (function.name().equals("inverse_root")) {
            arguments[1] = matrix(Kind.LEAF, m, n, 4);
        }
        return arguments;
    }

    private static Matrix value(Function function, Signature.Typing typing, int m, int n, Matrix... arguments) {
        Matrix out = matrix(typing.result(), m, n, 55);
        ((Kernel.Leafwise) function.kernel()).loop().apply(arguments, out);
        assertThat(List.of(out.values()[2], out.values()[out.offset() + out.size()]))
                .as("what stands around the result")
                .containsOnly(55f);
        return out;
    }

    private static double[][] reference(Function function, Matrix... arguments) {
        double[][][] wide =
                Arrays.stream(arguments).map(MatrixFunctionTest::wide).toArray(double[][][]::new);
        return ((Kernel.Leafwise) function.kernel()).reference().at(wide);
    }

    private static double[][] wide(Matrix x) {
        double[][] wide = new double[x.rows()][x.columns()];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < x.columns(); j++) {
                wide[i][j] = x.values()[x.index(i, j)];
            }
        }
        return wide;
    }

    private static double largest(double[][] x) {
        return Arrays.stream(x)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    private static void assertNear(Matrix actual, double[][] expected, double bound, String what) {
        assertNear(actual, expected, 0, bound, what);
    }

    private static void assertNear(Matrix actual, double[][] expected, double absolute, double relative, String what) {
        double bound = absolute + relative * largest(expected) + 1e-44;
        assertThat(actual.rows()).as(what).isEqualTo(expected.length);
        assertThat(actual.columns()).as(what).isEqualTo(expected[0].length);
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                double error = Math.abs(actual.values()[actual.index(i, j)] - expected[i][j]);
                assertThat(error <= bound)
                        .as(
                                "%s: %s instead of %s at %d, %d of %d x %d",
                                what,
                                actual.values()[actual.index(i, j)],
                                expected[i][j],
                                i,
                                j,
                                expected.length,
                                expected[i].length)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("leafwise")
    void shouldDoAsItsReferenceOnEveryLeafAtEveryScale(Function function) {
        assertThat(typings(function)).isNotEmpty();
        overAll(function, (typing, m, n) -> {
            for (double scale : new double[] {1, 1e-9, 1e9}) {
                // A product of what is small twice is subnormal; its digits go.
                double own = scale < 1 && function.arity() == 2 && function.isBilinear() ? 1e-6 : scale;
                Matrix[] arguments = arguments(function, typing, m, n, own);
                Matrix value = value(function, typing, m, n, arguments);
                for (int i = 0; i < value.size(); i++) {
                    assertThat(value.values()[value.offset() + i]).isFinite();
                }
                // Where a sum of products cancels, its error is relative to the products.
                double size = function.isBilinear()
                        ? largest(reference(function, magnitudes(arguments)))
                        : largest(reference(function, arguments));
                assertNear(value, reference(function, arguments), function.bound() * size, 0, function + " " + typing);
            }
        });
    }

    /** Leaves whose gradient is zero, or has one direction only: many are, in the first steps. */
    @ParameterizedTest
    @MethodSource("leafwise")
    void shouldBeFiniteForZeroAndForOneDirection(Function function) {
        overAll(function, (typing, m, n) -> {
            Matrix[] zeros = arguments(function, typing, m, n, 0);
            Matrix[] outer = arguments(function, typing, m, n, 1);
            Matrix[] one = arguments(function, typing, m, n, 0);
            for (int k = 0; k < (function.name().equals("inverse_root") ? 1 : outer.length); k++) {
                Matrix x = outer[k];
                for (int i = 0; i < x.rows(); i++) {
                    for (int j = 0; j < x.columns(); j++) {
                        x.values()[x.index(i, j)] = (i + 1f) * (j + 1) * 1e-3f;
                    }
                }
                one[k].values()[one[k].index(one[k].rows() - 1, one[k].columns() / 2)] = 1e-9f;
            }
            for (Matrix[] arguments : List.of(zeros, outer, one)) {
                Matrix value = value(function, typing, m, n, arguments);
                for (int i = 0; i < value.size(); i++) {
                    assertThat(value.values()[value.offset() + i])
                            .as("%s %s on %d x %d", function, typing, m, n)
                            .isFinite();
                }
                if (!function.name().equals("eigenvectors")) {
                    assertNear(value, reference(function, arguments), function.bound(), function + " " + typing);
                }
            }
            if (function.zero() != ZeroRule.UNKNOWN && function.isZeroAtZero()) {
                assertThat(largest(wide(value(function, typing, m, n, zeros)))).isZero();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("leafwise")
    void shouldNotHideWhatIsNoNumber(Function function) {
        overAll(function, (typing, m, n) -> {
            Matrix[] arguments = arguments(function, typing, m, n, 1);
            arguments[0].values()[arguments[0].offset()] = Float.NaN;
            assertThat(Arrays.stream(wide(value(function, typing, m, n, arguments)))
                            .flatMapToDouble(Arrays::stream)
                            .anyMatch(Double::isNaN))
                    .as("%s %s on %d x %d", function, typing, m, n)
                    .isTrue();
        });
    }

    private static Matrix times(Matrix x, float c) {
        float[] scaled = x.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= c;
        }
        return new Matrix(scaled, x.offset(), x.rows(), x.columns());
    }

    @ParameterizedTest
    @MethodSource("leafwise")
    void shouldKeepTheFactsThatItClaims(Function function) {
        overAll(function, (typing, m, n) -> {
            Matrix[] arguments = arguments(function, typing, m, n, 1);
            Matrix x = arguments[0];
            Matrix value = value(function, typing, m, n, arguments);
            if (function.is(Fact.ODD)) {
                assertThat(wide(value(function, typing, m, n, times(x, -1)))).isDeepEqualTo(wide(times(value, -1)));
            }
            if (function.is(Fact.INVOLUTION)) {
                Signature.Typing back = typing(function, typing.result()).orElseThrow();
                assertThat(back.result()).isEqualTo(typing.arguments().get(0));
                assertThat(wide(value(function, back, m, n, value))).isDeepEqualTo(wide(x));
            }
            for (float c : new float[] {4, 0.37f, 1e-12f}) {
                if (function.is(Fact.SCALE_FREE)) {
                    assertNear(value(function, typing, m, n, times(x, c)), wide(value), function.bound(), "scaled");
                }
                if (function.is(Fact.HOMOGENEOUS)) {
                    assertNear(value(function, typing, m, n, times(x, c)), wide(times(value, c)), 1e-5, "scaled");
                }
                if (function.isBilinear()) {
                    Matrix y = times(arguments[1], -0.3f);
                    assertNear(
                            value(function, typing, m, n, times(x, c), y), wide(times(value, -0.3f * c)), 1e-5, "both");
                }
            }
            if (function.isIdentityOn(typing.arguments().get(0))) {
                assertThat(typing.result()).isEqualTo(typing.arguments().get(0));
                assertThat(wide(value)).isDeepEqualTo(wide(x));
            }
            if (function.sign() == SignRule.WHERE_ARGUMENTS_ARE) {
                assertThat(Arrays.stream(wide(value(function, typing, m, n, magnitudes(arguments))))
                                .flatMapToDouble(Arrays::stream)
                                .allMatch(number -> number >= 0))
                        .isTrue();
            } else {
                assertThat(function.sign()).isEqualTo(SignRule.UNKNOWN);
            }
        });
    }

    private static Matrix[] magnitudes(Matrix... arguments) {
        return Arrays.stream(arguments)
                .map(argument -> {
                    Matrix copy = times(argument, 1);
                    for (int i = 0; i < copy.values().length; i++) {
                        copy.values()[i] = Math.abs(copy.values()[i]);
                    }
                    return copy;
                })
                .toArray(Matrix[]::new);
    }

    private static Optional<Signature.Typing> typing(Function function, Kind... kinds) {
        return ((Kernel.Leafwise) function.kernel()).signature().of(List.of(kinds));
    }

    /**
     * Equal numbers along an extent are one number there, bit for bit: what a value is broadcast from does not count.
     */
    @ParameterizedTest
    @MethodSource("leafwise")
    void shouldTakeMeansOfRepeatedNumbersExactly(Function function) {
        if (!function.name().endsWith("mean")) {
            return;
        }
        for (float number : new float[] {0.1f, -1e-30f, 3e38f}) {
            Matrix x = matrix(Kind.TENSOR, 33, 70, number);
            Matrix value = value(function, typing(function, Kind.TENSOR).orElseThrow(), 33, 70, x);
            for (int i = 0; i < value.size(); i++) {
                assertThat(value.values()[value.offset() + i]).isEqualTo(number);
            }
        }
    }

    private static double[][] gram(Matrix x, boolean ofRows) {
        Matrix transposed = matrix(Kind.TENSOR, x.columns(), x.rows(), 0);
        MatrixLoops.transpose(new Matrix[] {x}, transposed);
        double[][] rows = wide(x);
        double[][] columns = wide(transposed);
        return ofRows ? MatrixReferences.product(rows, columns) : MatrixReferences.product(columns, rows);
    }

    @Test
    void shouldMakeSingularValuesNearOneWhateverTheScale() {
        Function function = Functions.get("orthogonalize");
        Signature.Typing typing = typing(function, Kind.TENSOR).orElseThrow();
        for (int[] shape : SHAPES) {
            for (double scale : new double[] {1, 1e-9, 1e-30, 1e30}) {
                Matrix value =
                        value(function, typing, shape[0], shape[1], drawn(Kind.TENSOR, shape[0], shape[1], scale));
                double[][] gram = gram(value, shape[0] <= shape[1]);
                double[][] eigenvectors = MatrixReferences.eigenvectors(gram);
                double[][] diagonal = MatrixReferences.product(
                        MatrixReferences.product(MatrixReferences.transpose(eigenvectors), gram), eigenvectors);
                for (int i = 0; i < diagonal.length; i++) {
                    // A square of random numbers may have a singular value near 0, which five steps do not lift to 1.
                    boolean isSquare = shape[0] == shape[1] && shape[0] > 1;
                    assertThat(Math.sqrt(diagonal[i][i])).isBetween(isSquare ? 0.0 : 0.6, 1.25);
                }
            }
        }
    }

    @Test
    void shouldMakeOrthonormalBases() {
        for (String name : List.of("orthonormal_basis", "eigenvectors")) {
            Function function = Functions.get(name);
            for (int n : new int[] {1, 2, 3, 8, 40, 130}) {
                Signature.Typing typing = typing(function, Kind.LEFT_SQUARE).orElseThrow();
                for (Matrix x : List.of(
                        drawn(Kind.LEFT_SQUARE, n, n, 1),
                        drawn(Kind.LEFT_SQUARE, n, n, 1e-20),
                        matrix(Kind.LEFT_SQUARE, n, n, 0),
                        matrix(Kind.LEFT_SQUARE, n, n, -2))) {
                    double[][] gram = gram(value(function, typing, n, n, x), true);
                    for (int i = 0; i < n; i++) {
                        for (int j = 0; j < n; j++) {
                            assertThat(Math.abs(gram[i][j] - (i == j ? 1 : 0))).isLessThan(1e-5);
                        }
                    }
                }
            }
        }
    }

    /** The p-th power of the inverse root is the inverse, up to the ridge. */
    @Test
    void shouldTakeInverseRoots() {
        Function function = Functions.get("inverse_root");
        Signature.Typing typing =
                typing(function, Kind.RIGHT_SQUARE, Kind.SCALAR).orElseThrow();
        for (int n : new int[] {1, 2, 5, 30}) {
            for (double scale : new double[] {1, 1e-9, 1e9}) {
                Matrix g = drawn(Kind.TENSOR, 3 * n + 5, n, Math.sqrt(scale));
                double[][] gram = gram(g, false);
                Matrix x = matrix(Kind.RIGHT_SQUARE, n, n, 0);
                for (int i = 0; i < x.size(); i++) {
                    x.values()[x.offset() + i] = (float) gram[i / n][i % n];
                }
                for (int p : new int[] {1, 2, 4}) {
                    double[][] root = wide(value(function, typing, n, n, x, matrix(Kind.LEAF, n, n, p)));
                    double[][] product = wide(x);
                    for (int i = 0; i < p; i++) {
                        product = MatrixReferences.product(product, root);
                    }
                    for (int i = 0; i < n; i++) {
                        for (int j = 0; j < n; j++) {
                            assertThat(Math.abs(product[i][j] - (i == j ? 1 : 0)))
                                    .isLessThan(1e-3);
                        }
                    }
                }
            }
        }
    }

    @Test
    void shouldBeAssociativeUpToRounding() {
        Function function = Functions.get("matmul");
        Matrix x = drawn(Kind.TENSOR, 30, 50, 1);
        Matrix y = drawn(Kind.TRANSPOSED, 30, 50, 1);
        Signature.Typing left = typing(function, Kind.TENSOR, Kind.TRANSPOSED).orElseThrow();
        Signature.Typing right = typing(function, Kind.TRANSPOSED, Kind.TENSOR).orElseThrow();
        Signature.Typing outer = typing(function, Kind.LEFT_SQUARE, Kind.TENSOR).orElseThrow();
        Signature.Typing inner =
                typing(function, Kind.TENSOR, Kind.RIGHT_SQUARE).orElseThrow();
        Matrix first = value(function, outer, 30, 50, value(function, left, 30, 50, x, y), x);
        Matrix second = value(function, inner, 30, 50, x, value(function, right, 30, 50, y, x));
        assertNear(first, wide(second), 1e-5, "associativity");
    }
}
