package savanna.dsl.function;

import static savanna.dsl.function.ConstantFunctions.EPSILON;
import static savanna.dsl.function.Fact.COMMUTATIVE;
import static savanna.dsl.function.Fact.EVEN;
import static savanna.dsl.function.Fact.FINITE;
import static savanna.dsl.function.Fact.HOMOGENEOUS;
import static savanna.dsl.function.Fact.IDEMPOTENT;
import static savanna.dsl.function.Fact.ODD;
import static savanna.dsl.function.Function.named;

import java.util.List;

/** The operators and what is made of them: interpolation, clipping, extrema, small powers. */
final class ArithmeticFunctions {

    static final List<Function> ROWS = List.of(
            named("add", "x", "y")
                    .operator("+")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] + y[i];
                    })
                    .reference(a -> a[0] + a[1])
                    .facts(FINITE, COMMUTATIVE)
                    .operation(Operation.SUM)
                    .noun("sum")
                    .work(1)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document("sum")
                    .spelling(new Spelling(
                            "{0} + {1}",
                            "{0} + {1}", "{0} + {1}", "{0} + {1}", "[0].add([1])", "[0].add({1})", "[1].add({0})"))
                    .build(),
            named("subtract", "x", "y")
                    .operator("-")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] - y[i];
                    })
                    .reference(a -> a[0] - a[1])
                    .facts(FINITE)
                    .operation(Operation.DIFFERENCE)
                    .noun("difference")
                    .work(1)
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document("difference")
                    .spelling(new Spelling(
                            "{0} - {1}",
                            "{0} - {1}", "{0} - {1}", "{0} - {1}", "[0].sub([1])", "[0].sub({1})", "[1].rsub({0})"))
                    .build(),
            named("multiply", "x", "y")
                    .operator("*")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] * y[i];
                    })
                    .reference(a -> a[0] * a[1])
                    .facts(FINITE, COMMUTATIVE)
                    .operation(Operation.PRODUCT)
                    .noun("product")
                    .work(1)
                    .neverNegative(a -> a.areSame(0, 1) || a.isNeverNegative(0) && a.isNeverNegative(1))
                    .zero(a -> a.isZero(0) && a.isFinite(1) || a.isZero(1) && a.isFinite(0))
                    .document("product")
                    .spelling(new Spelling(
                            "{0} * {1}",
                            "{0} * {1}", "{0} * {1}", "{0} \\cdot {1}", "[0].mul([1])", "[0].mul({1})", "[1].mul({0})"))
                    .build(),
            named("divide", "x", "y")
                    .operator("/")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] / (y[i] + EPSILON);
                    })
                    .reference(a -> a[0] / (a[1] + EPSILON))
                    .facts(FINITE)
                    .bound(1.8e-7)
                    .operation(Operation.QUOTIENT)
                    .noun("ratio")
                    .work(2)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    // Where the divisor is the guard's opposite, engines divide by zero.
                    .zero(a -> ZeroRule.WHERE_FIRST_IS.isZero(a)
                            && (float) a.constant(1).orElse(0) != -EPSILON)
                    .document("guarded quotient x / (y + 1e-8)")
                    .spelling(new Spelling(
                            "{0} / ({1} + 1e-8)",
                            "{0} / ({1} + 1e-8)",
                            "{0} / ({1} + 1e-8)",
                            "\\frac{{0}}{{1} + \\epsilon}",
                            "[0].div([1].add(1e-8))",
                            "[0].div({1} + 1e-8)",
                            "[1].add(1e-8).rdivi({0})"))
                    .build(),
            named("interp", "x", "y", "a")
                    .ternary((x, y, a, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = (1 - a[i]) * x[i] + a[i] * y[i];
                    })
                    .reference(a -> (1 - a[2]) * a[0] + a[2] * a[1])
                    .facts(FINITE)
                    .bound(4e-7)
                    .operation(Operation.INTERPOLATION)
                    .noun("blend")
                    .work(1.5)
                    .neverNegative(a -> a.constant(2).orElse(-1) >= 0
                            && a.constant(2).orElse(2) <= 1
                            && a.isNeverNegative(0)
                            && a.isNeverNegative(1))
                    .zero(a -> a.isZero(0) && a.isZero(1) && a.isFinite(2))
                    .document("interpolation (1 - a) * x + a * y")
                    .spelling(new Spelling(
                            "(1 - {2}) * {0} + {2} * {1}",
                            "(1 - {2}) * {0} + {2} * {1}",
                            "(1 - {2}) * {0} + {2} * {1}",
                            "(1 - {2}) {0} + {2} {1}",
                            "[0].mul(1 - {2}).addi([1].mul({2}))",
                            "[1].mul({2}).addi((1 - {2}) * {0})",
                            "[0].mul(1 - {2}).addi({2} * {1})",
                            "[2].rsub(1).muli([0]).addi([2].mul([1]))"))
                    .build(),
            named("clip", "x", "a")
                    .binary((x, a, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = Math.max(-Math.abs(a[i]), Math.min(Math.abs(a[i]), x[i]));
                    })
                    .reference(a -> Math.max(-Math.abs(a[1]), Math.min(Math.abs(a[1]), a[0])))
                    .facts(FINITE)
                    .bound(0)
                    .operation(Operation.CLIP)
                    .work(1.5)
                    .neverNegative(a -> a.isNeverNegative(0))
                    .passesFactors()
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("x limited to [-|a|, |a|]")
                    .spelling(new Spelling(
                            "torch.clamp({0}, -abs({1}), abs({1}))",
                            "jnp.clip({0}, -jnp.abs({1}), jnp.abs({1}))",
                            "Math.max(-Math.abs({1}), Math.min(Math.abs({1}), {0}))",
                            "\\mathrm{clip}({0}, {1})"))
                    .build(),
            named("maximum", "x", "y")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = Math.max(x[i], y[i]);
                    })
                    .reference(a -> Math.max(a[0], a[1]))
                    .facts(FINITE, COMMUTATIVE)
                    .bound(0)
                    .operation(Operation.LARGER)
                    .work(1)
                    .passesFactors()
                    .selects()
                    .neverNegative(a -> a.isNeverNegative(0) || a.isNeverNegative(1))
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document("the larger")
                    .spelling(new Spelling(
                            "torch.maximum({0}, {1})",
                            "jnp.maximum({0}, {1})", "Math.max({0}, {1})", "\\max({0}, {1})"))
                    .build(),
            named("minimum", "x", "y")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = Math.min(x[i], y[i]);
                    })
                    .reference(a -> Math.min(a[0], a[1]))
                    .facts(FINITE, COMMUTATIVE)
                    .bound(0)
                    .operation(Operation.SMALLER)
                    .work(1)
                    .passesFactors()
                    .selects()
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document("the smaller")
                    .spelling(new Spelling(
                            "torch.minimum({0}, {1})",
                            "jnp.minimum({0}, {1})", "Math.min({0}, {1})", "\\min({0}, {1})"))
                    .build(),
            named("abs", "x")
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = Math.abs(x[i]);
                    })
                    .reference(a -> Math.abs(a[0]))
                    .facts(FINITE, EVEN, IDEMPOTENT, HOMOGENEOUS)
                    .bound(0)
                    .operation(Operation.MAGNITUDE)
                    .work(0.9)
                    .neverNegative(SignRule.ALWAYS)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("absolute value")
                    .spelling(new Spelling(
                            "torch.abs({0})", "jnp.abs({0})", "Math.abs({0})", "|{0}|", "Transforms.abs([0], true)"))
                    .build(),
            named("negative", "x")
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = -x[i];
                    })
                    .reference(a -> -a[0])
                    .facts(FINITE, ODD, HOMOGENEOUS)
                    .bound(0)
                    .operation(Operation.NEGATION)
                    .work(0.9)
                    .document("-x")
                    .spelling(new Spelling("-{0}", "-{0}", "-{0}", "-{0}", "[0].neg()"))
                    .build(),
            named("reciprocal", "x")
                    // Adding 0 turns -0 into 0: no value of a program depends on the sign of a zero.
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = 1 / (x[i] + 0f);
                    })
                    .reference(a -> 1 / (a[0] + 0.0))
                    .operation(Operation.RECIPROCAL)
                    .work(1.9)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("1 / x, unguarded; infinity at either zero")
                    .spelling(new Spelling("1 / {0}", "1 / {0}", "1 / {0}", "\\frac{1}{{0}}"))
                    .build(),
            named("square", "x")
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] * x[i];
                    })
                    .reference(a -> a[0] * a[0])
                    .facts(FINITE, EVEN)
                    .operation(Operation.SQUARE)
                    .work(0.9)
                    .neverNegative(SignRule.ALWAYS)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("x * x")
                    .spelling(
                            new Spelling("torch.square({0})", "jnp.square({0})", "{0} * {0}", "{0}^2", "[0].mul([0])"))
                    .build(),
            named("cube", "x")
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] * x[i] * x[i];
                    })
                    .reference(a -> a[0] * a[0] * a[0])
                    .facts(ODD)
                    .bound(2.4e-7)
                    .operation(Operation.CUBE)
                    .work(1.1)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("x * x * x")
                    .spelling(
                            new Spelling("{0} ** 3", "{0} ** 3", "{0} * {0} * {0}", "{0}^3", "[0].mul([0]).muli([0])"))
                    .build());

    private ArithmeticFunctions() {}
}
