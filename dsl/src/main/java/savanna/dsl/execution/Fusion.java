package savanna.dsl.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;

/**
 * Calls that optimizers are full of, as tighter loops: pairs as one loop each ({@code x * y + z},
 * {@code interp(square(x), y, a)}, {@code x / sqrt(y)}), and calls with a scalar argument, which is then read once
 * ({@code x * 0.5}, {@code interp(x, y, 0.9)}). A loop rounds as the calls do, so that results keep every bit; it saves
 * passes through the first-level cache.
 *
 * @param outer the call that takes the value
 * @param position which of its arguments is the inner call
 * @param inner the call that makes the value, for this use only
 * @param kernel both in one loop; takes the inner call's arguments, then the other arguments of the outer one
 */
record Fusion(Function outer, int position, Function inner, Kernel kernel) {

    private record Pair(Function outer, int position, Function inner) {}

    static final float EPSILON = 1e-8f;

    private static final Map<Pair, Fusion> RULES = new HashMap<>();

    static final Kernel.Ternary PRODUCT_PLUS = (x, y, z, out, n) -> {
        for (int i = 0; i < n; i++) out[i] = x[i] * y[i] + z[i];
    };
    static final Kernel.Binary ROOT_QUOTIENT = (y, x, out, n) -> {
        for (int i = 0; i < n; i++) out[i] = x[i] / ((float) Math.sqrt(Math.abs(y[i])) + EPSILON);
    };
    private static final Kernel.Ternary INTERP_SQUARE = (x, y, a, out, n) -> {
        for (int i = 0; i < n; i++) out[i] = (1 - a[i]) * (x[i] * x[i]) + a[i] * y[i];
    };
    private static final Kernel.Ternary SUM_TIMES = (x, y, z, out, n) -> {
        for (int i = 0; i < n; i++) out[i] = (x[i] + y[i]) * z[i];
    };

    static {
        rule(Operation.SUM, 0, Operation.PRODUCT, PRODUCT_PLUS);
        rule(Operation.SUM, 1, Operation.PRODUCT, PRODUCT_PLUS);
        rule(Operation.DIFFERENCE, 0, Operation.PRODUCT, (Kernel.Ternary) (x, y, z, out, n) -> {
            for (int i = 0; i < n; i++) out[i] = x[i] * y[i] - z[i];
        });
        rule(Operation.DIFFERENCE, 1, Operation.PRODUCT, (Kernel.Ternary) (x, y, z, out, n) -> {
            for (int i = 0; i < n; i++) out[i] = z[i] - x[i] * y[i];
        });
        rule(Operation.INTERPOLATION, 0, Operation.SQUARE, INTERP_SQUARE);
        rule(Operation.QUOTIENT, 1, Operation.ROOT, ROOT_QUOTIENT);
        rule(Operation.QUOTIENT, 0, Operation.PRODUCT, (Kernel.Ternary) (x, y, z, out, n) -> {
            for (int i = 0; i < n; i++) out[i] = x[i] * y[i] / (z[i] + EPSILON);
        });
        rule(Operation.PRODUCT, 0, Operation.SUM, SUM_TIMES);
        rule(Operation.PRODUCT, 1, Operation.SUM, SUM_TIMES);
    }

    /** Loops that read the argument at a position once, since it is a scalar. */
    private static final Map<Kernel, Map<Integer, Kernel>> WITH_SCALAR = new HashMap<>();

    private static void withScalar(Kernel kernel, int position, Kernel loop) {
        WITH_SCALAR.computeIfAbsent(kernel, any -> new HashMap<>()).put(position, loop);
    }

    static {
        Kernel multiply = Functions.of(Operation.PRODUCT).kernel();
        withScalar(multiply, 0, (Kernel.Binary) (x, y, out, n) -> {
            float scalar = x[0];
            for (int i = 0; i < n; i++) out[i] = scalar * y[i];
        });
        withScalar(multiply, 1, (Kernel.Binary) (x, y, out, n) -> {
            float scalar = y[0];
            for (int i = 0; i < n; i++) out[i] = x[i] * scalar;
        });
        withScalar(Functions.of(Operation.INTERPOLATION).kernel(), 2, (Kernel.Ternary) (x, y, a, out, n) -> {
            float scalar = a[0];
            float rest = 1 - scalar;
            for (int i = 0; i < n; i++) out[i] = rest * x[i] + scalar * y[i];
        });
        withScalar(INTERP_SQUARE, 2, (Kernel.Ternary) (x, y, a, out, n) -> {
            float scalar = a[0];
            float rest = 1 - scalar;
            for (int i = 0; i < n; i++) out[i] = rest * (x[i] * x[i]) + scalar * y[i];
        });
        withScalar(PRODUCT_PLUS, 1, (Kernel.Ternary) (x, y, z, out, n) -> {
            float scalar = y[0];
            for (int i = 0; i < n; i++) out[i] = x[i] * scalar + z[i];
        });
        withScalar(SUM_TIMES, 2, (Kernel.Ternary) (x, y, z, out, n) -> {
            float scalar = z[0];
            for (int i = 0; i < n; i++) out[i] = (x[i] + y[i]) * scalar;
        });
    }

    /** The kernel, or one that reads a scalar argument once. */
    static Kernel specialized(Kernel kernel, List<Kind> arguments) {
        Map<Integer, Kernel> loops = WITH_SCALAR.getOrDefault(kernel, Map.of());
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).isNumber() && loops.containsKey(i)) {
                return loops.get(i);
            }
        }
        return kernel;
    }

    private static void rule(Operation outer, int position, Operation inner, Kernel kernel) {
        Fusion rule = new Fusion(Functions.of(outer), position, Functions.of(inner), kernel);
        RULES.put(new Pair(rule.outer, position, rule.inner), rule);
    }

    /** The rule for a call, if one of its arguments is an inner call of a rule. */
    static Fusion of(Function outer, int position, Function inner) {
        return RULES.get(new Pair(outer, position, inner));
    }

    /** Arguments of the fused call. */
    <T> List<T> arguments(List<T> outerArguments, List<T> innerArguments) {
        List<T> arguments = new ArrayList<>(innerArguments);
        for (int i = 0; i < outerArguments.size(); i++) {
            if (i != position) {
                arguments.add(outerArguments.get(i));
            }
        }
        return arguments;
    }
}
