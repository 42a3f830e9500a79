package savanna.dsl.function;

import static savanna.dsl.function.Fact.FINITE;
import static savanna.dsl.function.Function.named;

import java.util.List;

/** Comparison, and the choice between two values. */
final class ComparisonFunctions {

    static final List<Function> ROWS = List.of(
            named("greater", "x", "y")
                    .binary((x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = x[i] > y[i] ? 1 : 0;
                    })
                    .reference(a -> a[0] > a[1] ? 1 : 0)
                    .facts(FINITE)
                    .bound(0)
                    .work(1.5)
                    .noun("is_greater")
                    .neverNegative(SignRule.ALWAYS)
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document("1 where x > y, else 0; 0 where one of them is NaN")
                    .spelling(new Spelling(
                            "torch.gt({0}, {1}).to({0}.dtype)",
                            "({0} > {1}) * 1.0", "({0} > {1} ? 1.0 : 0.0)", "[{0} > {1}]"))
                    .build(),
            named("select", "c", "x", "y")
                    .ternary((c, x, y, out, n) -> {
                        for (int i = 0; i < n; i++) out[i] = c[i] > 0 ? x[i] : y[i];
                    })
                    .reference(a -> a[0] > 0 ? a[1] : a[2])
                    .facts(FINITE)
                    .bound(0)
                    .work(1.5)
                    .noun("choice")
                    .condition(0)
                    .neverNegative(a -> a.isNeverNegative(1) && a.isNeverNegative(2))
                    .zero(a -> a.isZero(1) && a.isZero(2))
                    .document("x where c > 0, else y; what is not chosen may be infinite or NaN")
                    .spelling(new Spelling(
                            "torch.where({0} > 0, {1}, {2})",
                            "jnp.where({0} > 0, {1}, {2})",
                            "({0} > 0 ? {1} : {2})",
                            "\\begin{cases}{1} & {0} > 0\\\\{2}\\end{cases}"))
                    .build());

    private ComparisonFunctions() {}
}
