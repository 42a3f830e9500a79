package savanna.dsl.function;

import static savanna.dsl.function.Fact.EVEN;
import static savanna.dsl.function.Fact.FINITE;
import static savanna.dsl.function.Fact.IDEMPOTENT;
import static savanna.dsl.function.Fact.ODD;
import static savanna.dsl.function.Fact.SCALE_FREE;
import static savanna.dsl.function.Function.named;

import java.util.List;

/** Sign and roots. */
final class ElementwiseFunctions {

    static final List<Function> ROWS = List.of(
            // The two factors lift any float, denormals too, over 1; max and min keep -0, 0 and NaN as they are.
            named("sign", "x")
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = Math.max(-1f, Math.min(1f, x[i] * 1e38f * 1e38f));
                    })
                    .reference(a -> Math.signum(a[0]))
                    .facts(FINITE, ODD, IDEMPOTENT, SCALE_FREE)
                    .bound(0)
                    .operation(Operation.SIGN)
                    .noun("direction")
                    .work(1.1)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .document("-1, 0 or 1 by the sign of x")
                    .spelling(new Spelling(
                            // Of NaN torch.sign makes 0.
                            "torch.sign({0}).add_(torch.clamp({0}, -1, 1), alpha=0)",
                            "jnp.sign({0})", "Math.signum({0})", "\\mathrm{sign}({0})"))
                    .build(),
            named("sqrt", "x")
                    .unary((x, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = (float) Math.sqrt(Math.abs(x[i]));
                    })
                    .reference(a -> Math.sqrt(Math.abs(a[0])))
                    .facts(FINITE, EVEN)
                    .operation(Operation.ROOT)
                    .work(3)
                    .neverNegative(SignRule.ALWAYS)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .factor(c -> Math.sqrt(Math.abs(c)))
                    .document("square root of |x|")
                    .spelling(new Spelling(
                            "torch.sqrt(torch.abs({0}))",
                            "jnp.sqrt(jnp.abs({0}))",
                            "Math.sqrt(Math.abs({0}))",
                            "\\sqrt{|{0}|}",
                            "Transforms.sqrt(Transforms.abs([0], true), false)"))
                    .build(),
            named("cbrt", "x")
                    .unary(Scratch.kernel(Logarithms::cbrt))
                    .reference(a -> StrictMath.cbrt(a[0]))
                    .facts(FINITE, ODD)
                    .operation(Operation.CUBE_ROOT)
                    .neverNegative(SignRule.WHERE_ARGUMENTS_ARE)
                    .factor(StrictMath::cbrt)
                    .document("cube root, negative for negative x")
                    .spelling(new Spelling(
                            "torch.sign({0}) * torch.abs({0}) ** (1 / 3)",
                            "jnp.cbrt({0})", "Math.cbrt({0})", "\\sqrt[3]{{0}}"))
                    .build());

    private ElementwiseFunctions() {}
}
