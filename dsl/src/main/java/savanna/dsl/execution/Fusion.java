package savanna.dsl.execution;

import static savanna.dsl.function.Functions.get;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;

/**
 * Pairs of calls that optimizers are full of, as one loop each: {@code x * y + z}, {@code interp(square(x), y, a)}, {@code x / sqrt(y)}. The loop
 * rounds as the two calls do, so that results keep every bit; it saves a pass through the first-level cache.
 *
 * @param outer    the call that takes the value
 * @param position which of its arguments is the inner call
 * @param inner    the call that makes the value, for this use only
 * @param kernel   both in one loop; takes the inner call's arguments, then the other arguments of the outer one
 */
record Fusion(Function outer, int position, Function inner, Kernel kernel) {

    private record Pair(Function outer, int position, Function inner) {}

    private static final float EPSILON = 1e-8f;

    private static final Map<Pair, Fusion> RULES = new HashMap<>();

    static {
        Kernel.Ternary productPlus = (x, y, z, out, n) -> { for (int i = 0; i < n; i++) out[i] = x[i] * y[i] + z[i]; };
        rule("add", 0, "multiply", productPlus);
        rule("add", 1, "multiply", productPlus);
        rule("subtract", 0, "multiply", (Kernel.Ternary) (x, y, z, out, n) -> { for (int i = 0; i < n; i++) out[i] = x[i] * y[i] - z[i]; });
        rule("subtract", 1, "multiply", (Kernel.Ternary) (x, y, z, out, n) -> { for (int i = 0; i < n; i++) out[i] = z[i] - x[i] * y[i]; });
        rule("interp", 0, "square", (Kernel.Ternary) (x, y, a, out, n) -> { for (int i = 0; i < n; i++) out[i] = (1 - a[i]) * (x[i] * x[i]) + a[i] * y[i]; });
        rule("divide", 1, "sqrt", (Kernel.Binary) (y, x, out, n) -> { for (int i = 0; i < n; i++) out[i] = x[i] / ((float) Math.sqrt(Math.abs(y[i])) + EPSILON); });
        rule("divide", 0, "multiply", (Kernel.Ternary) (x, y, z, out, n) -> { for (int i = 0; i < n; i++) out[i] = x[i] * y[i] / (z[i] + EPSILON); });
        Kernel.Ternary sumTimes = (x, y, z, out, n) -> { for (int i = 0; i < n; i++) out[i] = (x[i] + y[i]) * z[i]; };
        rule("multiply", 0, "add", sumTimes);
        rule("multiply", 1, "add", sumTimes);
    }

    private static void rule(String outer, int position, String inner, Kernel kernel) {
        Fusion rule = new Fusion(get(outer), position, get(inner), kernel);
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
