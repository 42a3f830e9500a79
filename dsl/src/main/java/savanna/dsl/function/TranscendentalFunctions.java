package savanna.dsl.function;

import static savanna.dsl.function.Fact.EVEN;
import static savanna.dsl.function.Fact.FINITE;
import static savanna.dsl.function.Fact.ODD;
import static savanna.dsl.function.Function.named;
import static savanna.dsl.function.Scratch.kernel;

import java.util.List;

/** Exponentials, logarithms, trigonometric and hyperbolic functions. */
final class TranscendentalFunctions {

    static final List<Function> ROWS = List.of(
            named("sin", "x")
                    .unary(kernel(Trigonometry::sin))
                    .reference(a -> Math.sin(a[0]))
                    .facts(FINITE, ODD)
                    .bound(3.5e-7)
                    .document("sine, x in radians")
                    .spelling(new Spelling(
                            "torch.sin({0})",
                            "jnp.sin({0})", "Math.sin({0})", "\\sin({0})", "Transforms.sin([0], true)"))
                    .build(),
            named("cos", "x")
                    .unary(kernel(Trigonometry::cos))
                    .reference(a -> Math.cos(a[0]))
                    .facts(FINITE, EVEN)
                    .bound(3.5e-7)
                    .document("cosine, x in radians")
                    .spelling(new Spelling(
                            "torch.cos({0})",
                            "jnp.cos({0})", "Math.cos({0})", "\\cos({0})", "Transforms.cos([0], true)"))
                    .build(),
            named("tan", "x")
                    .unary(kernel(Trigonometry::tan))
                    .reference(a -> Math.tan(a[0]))
                    .facts(ODD)
                    .bound(3.5e-7)
                    .document("tangent, x in radians")
                    .spelling(new Spelling("torch.tan({0})", "jnp.tan({0})", "Math.tan({0})", "\\tan({0})"))
                    .build(),
            named("arcsin", "x")
                    .unary(kernel(Trigonometry::arcsin))
                    .reference(a -> StrictMath.asin(a[0]))
                    .facts(ODD)
                    .bound(1.2e-7)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("inverse sine; NaN outside [-1, 1]")
                    .spelling(new Spelling("torch.asin({0})", "jnp.arcsin({0})", "Math.asin({0})", "\\arcsin({0})"))
                    .build(),
            named("arccos", "x")
                    .unary(kernel(Trigonometry::arccos))
                    .reference(a -> StrictMath.acos(a[0]))
                    .bound(1.2e-7)
                    .neverNegative(SignRule.ALWAYS)
                    .document("inverse cosine; NaN outside [-1, 1]")
                    .spelling(new Spelling("torch.acos({0})", "jnp.arccos({0})", "Math.acos({0})", "\\arccos({0})"))
                    .build(),
            named("arctan", "x")
                    .unary(kernel(Trigonometry::arctan))
                    .reference(a -> StrictMath.atan(a[0]))
                    .facts(FINITE, ODD)
                    .bound(1.2e-7)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("inverse tangent")
                    .spelling(new Spelling("torch.atan({0})", "jnp.arctan({0})", "Math.atan({0})", "\\arctan({0})"))
                    .build(),
            named("sinh", "x")
                    .unary(kernel(Exponentials::sinh))
                    .reference(a -> StrictMath.sinh(a[0]))
                    .facts(ODD)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("hyperbolic sine")
                    .spelling(new Spelling("torch.sinh({0})", "jnp.sinh({0})", "Math.sinh({0})", "\\sinh({0})"))
                    .build(),
            named("cosh", "x")
                    .unary(kernel(Exponentials::cosh))
                    .reference(a -> StrictMath.cosh(a[0]))
                    .facts(EVEN)
                    .positive()
                    .document("hyperbolic cosine")
                    .spelling(new Spelling("torch.cosh({0})", "jnp.cosh({0})", "Math.cosh({0})", "\\cosh({0})"))
                    .build(),
            named("tanh", "x")
                    .unary(kernel(Exponentials::tanh))
                    .reference(a -> StrictMath.tanh(a[0]))
                    .facts(FINITE, ODD)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("hyperbolic tangent")
                    .spelling(new Spelling("torch.tanh({0})", "jnp.tanh({0})", "Math.tanh({0})", "\\tanh({0})"))
                    .build(),
            named("arcsinh", "x")
                    .unary(kernel(Logarithms::arcsinh))
                    .reference(a -> References.arcsinh(a[0]))
                    .facts(FINITE, ODD)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("inverse hyperbolic sine")
                    .spelling(new Spelling(
                            "torch.asinh({0})",
                            "jnp.arcsinh({0})",
                            "Math.copySign(Math.log1p(Math.abs({0}) + Math.abs({0}) / (Math.abs(1 / {0}) + Math.sqrt(1 + 1 / ({0} * {0})))), {0})",
                            "\\mathrm{arsinh}({0})"))
                    .build(),
            named("arccosh", "x")
                    .unary(kernel(Logarithms::arccosh))
                    .reference(a -> References.arccosh(a[0]))
                    .neverNegative(SignRule.ALWAYS)
                    .document("inverse hyperbolic cosine; NaN below 1")
                    .spelling(new Spelling(
                            "torch.acosh({0})",
                            "jnp.arccosh({0})",
                            "({0} < 1 ? Double.NaN : Math.log1p({0} - 1 + Math.sqrt(({0} - 1) * ({0} + 1))))",
                            "\\mathrm{arcosh}({0})"))
                    .build(),
            named("arctanh", "x")
                    .unary(kernel(Logarithms::arctanh))
                    .reference(a -> References.arctanh(a[0]))
                    .facts(ODD)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("inverse hyperbolic tangent; NaN outside [-1, 1]")
                    .spelling(new Spelling(
                            "torch.atanh({0})",
                            "jnp.arctanh({0})",
                            "Math.copySign(0.5 * Math.log1p(2 * Math.abs({0}) / (1 - Math.abs({0}))), {0})",
                            "\\mathrm{artanh}({0})"))
                    .build(),
            named("exp", "x")
                    .unary(kernel(Exponentials::exp))
                    .reference(a -> Math.exp(a[0]))
                    .positive()
                    .document("e to the power x")
                    .spelling(new Spelling(
                            "torch.exp({0})", "jnp.exp({0})", "Math.exp({0})", "e^{{0}}", "Transforms.exp([0], true)"))
                    .build(),
            named("exp2", "x")
                    .unary(kernel(Exponentials::exp2))
                    .reference(a -> Math.pow(2, a[0]))
                    .positive()
                    .document("2 to the power x")
                    .spelling(new Spelling("torch.exp2({0})", "jnp.exp2({0})", "Math.pow(2, {0})", "2^{{0}}"))
                    .build(),
            named("exp10", "x")
                    .unary(kernel(Exponentials::exp10))
                    .reference(a -> Math.pow(10, a[0]))
                    .positive()
                    .document("10 to the power x")
                    .spelling(new Spelling("10 ** {0}", "10 ** {0}", "Math.pow(10, {0})", "10^{{0}}"))
                    .build(),
            named("expm1", "x")
                    .unary(kernel(Exponentials::expm1))
                    .reference(a -> StrictMath.expm1(a[0]))
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("e to the power x, minus 1")
                    .spelling(new Spelling("torch.expm1({0})", "jnp.expm1({0})", "Math.expm1({0})", "(e^{{0}} - 1)"))
                    .build(),
            named("log", "x")
                    .unary(kernel(Logarithms::log))
                    .reference(a -> Math.log(Math.abs(a[0])))
                    .facts(EVEN)
                    .document("natural logarithm of |x|")
                    .spelling(new Spelling(
                            "torch.log(torch.abs({0}))",
                            "jnp.log(jnp.abs({0}))", "Math.log(Math.abs({0}))", "\\ln|{0}|"))
                    .build(),
            named("log2", "x")
                    .unary(kernel(Logarithms::log2))
                    .reference(a -> Math.log(Math.abs(a[0])) / Math.log(2))
                    .facts(EVEN)
                    .document("base-2 logarithm of |x|")
                    .spelling(new Spelling(
                            "torch.log2(torch.abs({0}))",
                            "jnp.log2(jnp.abs({0}))", "Math.log(Math.abs({0})) / Math.log(2)", "\\log_2|{0}|"))
                    .build(),
            named("log10", "x")
                    .unary(kernel(Logarithms::log10))
                    .reference(a -> Math.log10(Math.abs(a[0])))
                    .facts(EVEN)
                    .document("base-10 logarithm of |x|")
                    .spelling(new Spelling(
                            "torch.log10(torch.abs({0}))",
                            "jnp.log10(jnp.abs({0}))", "Math.log10(Math.abs({0}))", "\\log_{10}|{0}|"))
                    .build(),
            named("log1p", "x")
                    .unary(kernel(Logarithms::log1p))
                    .reference(a -> References.log1p(a[0]))
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("natural logarithm of |1 + x|")
                    .spelling(new Spelling(
                            "torch.where(torch.abs({0}) < 1, torch.log1p({0}), torch.log(torch.abs(1 + {0})))",
                            "jnp.where({0} > -1, jnp.log1p({0}), jnp.log(-1 - {0}))",
                            "({0} > -1 ? Math.log1p({0}) : Math.log(-1 - {0}))",
                            "\\ln|1 + {0}|"))
                    .build(),
            named("power", "x", "y")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = (float) References.power(x[i], y[i]);
                    })
                    .reference(a -> References.power(a[0], a[1]))
                    .bound(1.2e-7)
                    .neutral(1)
                    .zero(a -> a.isZero(0) && a.constant(1).orElse(0) > 0)
                    .document("x to the power y; NaN for negative x and fractional y")
                    .spelling(new Spelling(
                            "torch.pow({0}, {1})",
                            "jnp.power({0}, {1})", "Math.pow({0}, {1})", "{0}^{{1}}", "Transforms.pow([0], [1], true)"))
                    .build());

    private TranscendentalFunctions() {}
}
