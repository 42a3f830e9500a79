package savanna.dsl.function;

import static savanna.dsl.function.Fact.COMMUTATIVE;
import static savanna.dsl.function.Fact.EVEN;
import static savanna.dsl.function.Fact.FINITE;
import static savanna.dsl.function.Fact.HOMOGENEOUS;
import static savanna.dsl.function.Function.named;

import java.util.List;

/** Functions of whole arrays. A value of a lower kind is broadcast to a number per parameter first. */
final class ReductionFunctions {

    private static final int[][] SQUARES = {{0, 0}};
    private static final Kernel.Reduction GLOBAL_NORM =
            new Kernel.Reduction(Kind.SCALAR, SQUARES, sums -> (float) Math.sqrt(sums[0]));

    static final List<Function> ROWS = List.of(
            named("norm", "x")
                    .reduction(new Kernel.Reduction(Kind.LEAF, SQUARES, sums -> (float) Math.sqrt(sums[0])))
                    .facts(FINITE, EVEN, HOMOGENEOUS)
                    .work(2)
                    .neverNegative(SignRule.ALWAYS)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("Euclidean norm of each parameter array")
                    .spelling(Spelling.inFiles("norm", "norm({0})", "norm([0])", "\\lVert {0} \\rVert"))
                    .build(),
            named("global_norm", "x")
                    .reduction(GLOBAL_NORM)
                    .facts(FINITE, EVEN, HOMOGENEOUS)
                    .work(2)
                    .neverNegative(SignRule.ALWAYS)
                    .zero(ZeroRule.WHERE_FIRST_IS)
                    .document("Euclidean norm over all parameters")
                    .spelling(Spelling.defined("global_norm({0})", "\\lVert {0} \\rVert_{\\mathrm{all}}", """
                            def global_norm(x):
                                \"""Euclidean norm over all arrays; of scaled numbers, whose squares stay in range.\"""
                                scale = largest_of(x)
                                return scale * {np}.sqrt({np}.asarray(sum(({np}.sum((x / scale) ** 2) for x in x), 0.0)))


                            def largest_of(x):
                                \"""The largest magnitude in arrays, 1 if there is none above 0, or none that is finite.\"""
                                tops = [{np}.max({np}.abs(x)) for x in x if 0 not in x.shape]
                                top = {np}.max({np}.stack(tops)) if tops else {np}.asarray(0.0)
                                return {np}.where({np}.isfinite(top) & (top > 0), top, {np}.ones_like(top))
                            """))
                    .build(),
            named("dot", "x", "y")
                    .reduction(new Kernel.Reduction(Kind.SCALAR, new int[][] {{0, 1}}, sums -> (float) sums[0]))
                    .facts(FINITE, COMMUTATIVE)
                    .work(2)
                    .bilinear()
                    .neverNegative(a -> a.areSame(0, 1) || a.isNeverNegative(0) && a.isNeverNegative(1))
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document("inner product over all parameters")
                    .spelling(Spelling.defined("dot({0}, {1})", "\\langle {0}, {1} \\rangle", """
                            def dot(x, y):
                                \"""Inner product over all arrays.\"""
                                return {np}.asarray(sum(({np}.sum(x * y) for x, y in zip(x, y)), 0.0))
                            """))
                    .build(),
            named("cosine_sim", "x", "y")
                    .reduction(new Kernel.Reduction(Kind.SCALAR, new int[][] {{0, 1}, {0, 0}, {1, 1}}, sums ->
                            (float) (sums[0] / (Math.sqrt(sums[1]) * Math.sqrt(sums[2]) + 1e-8))))
                    .facts(FINITE, COMMUTATIVE)
                    .work(4)
                    .zero(ZeroRule.WHERE_ARGUMENTS_ARE)
                    .document(
                            "cosine of the angle between x and y over all parameters, guarded: <x, y> / (|x| |y| + 1e-8)")
                    .spelling(Spelling.defined("cosine_sim({0}, {1})", "\\cos\\angle({0}, {1})", """
                            def cosine_sim(x, y):
                                \"""Cosine of the angle between x and y over all arrays; of scaled numbers, whose products stay in range.\"""
                                a, b = largest_of(x), largest_of(y)
                                x, y = [x / a for x in x], [y / b for y in y]
                                return dot(x, y) / (global_norm(x) * global_norm(y) + 1e-8 / a / b)
                            """))
                    .build(),
            named("clip_by_global_norm", "x", "a")
                    .rescaling(GLOBAL_NORM, (x, norm, a, out, n) -> {
                        for (int i = 0; i < n; i++) {
                            out[i] = norm[i] < a[i] ? x[i] : x[i] / norm[i] * a[i];
                        }
                    })
                    .work(4)
                    .passesFactors()
                    .document("x if its global norm is below a, else x scaled to the global norm a")
                    .spelling(Spelling.defined(
                            "clip_by_global_norm({0}, {1})", "\\mathrm{clip}_{\\lVert\\cdot\\rVert}({0}, {1})", """
                            def clip_by_global_norm(x, a):
                                \"""x if its global norm is below a, else x scaled to it.\"""
                                n = global_norm(x)
                                return [{np}.where(n < a, x, x / n * a) for x, a in zip(x, a)]
                            """))
                    .build());

    private ReductionFunctions() {}
}
