package savanna.dsl.algebra;

import static savanna.dsl.algebra.Rule.guarded;
import static savanna.dsl.algebra.Rule.rule;

import java.util.List;

/** The rewrite rules, as data. A property test executes both sides of each. */
public final class Rules {

    private static final List<Rule> ALL = List.of(
            // Neutral elements and cancellation.
            rule("x * 1", "x"),
            rule("x * 0", "0"),
            rule("x + 0", "x"),
            rule("x - 0", "x"),
            rule("x - x", "0"),
            rule("negative(negative(x))", "x"),
            rule("reciprocal(reciprocal(x))", "x"),
            rule("x * reciprocal(x)", "1"),
            rule("interp(x, y, 0)", "x"),
            rule("interp(x, y, 1)", "y"),
            rule("interp(x, x, y)", "x"),
            rule("maximum(x, x)", "x"),
            rule("minimum(x, x)", "x"),
            rule("maximum(x, maximum(x, y))", "maximum(x, y)"),
            rule("minimum(x, minimum(x, y))", "minimum(x, y)"),
            rule("maximum(x, minimum(x, y))", "x"),
            rule("minimum(x, maximum(x, y))", "x"),
            rule("maximum(x, negative(x))", "abs(x)"),
            rule("minimum(x, negative(x))", "negative(abs(x))"),
            rule("clip(clip(x, y), y)", "clip(x, y)"),
            rule("clip(x, abs(y))", "clip(x, y)"),
            rule("clip(x, negative(y))", "clip(x, y)"),
            rule("clip(x, x)", "x"),
            rule("clip(x, 0)", "0"),
            // Magnitude and sign.
            guarded("x / sqrt(x * x)", "sign(x)"),
            guarded("x / sqrt(square(x))", "sign(x)"),
            guarded("x / abs(x)", "sign(x)"),
            guarded("abs(x) / x", "sign(x)"),
            rule("x * reciprocal(abs(x))", "sign(x)"),
            rule("abs(x) * reciprocal(x)", "sign(x)"),
            rule("x * reciprocal(sqrt(x * x))", "sign(x)"),
            rule("sign(x) * abs(x)", "x"),
            rule("sign(x) * x", "abs(x)"),
            rule("sqrt(x * x)", "abs(x)"),
            rule("sqrt(square(x))", "abs(x)"),
            rule("square(sqrt(x))", "abs(x)"),
            rule("sqrt(abs(x))", "sqrt(x)"),
            rule("abs(sqrt(x))", "sqrt(x)"),
            rule("abs(square(x))", "square(x)"),
            rule("square(abs(x))", "square(x)"),
            rule("abs(x) * abs(x)", "square(x)"),
            rule("abs(exp(x))", "exp(x)"),
            rule("abs(norm(x))", "norm(x)"),
            rule("abs(global_norm(x))", "global_norm(x)"),
            rule("cube(sign(x))", "sign(x)"),
            rule("cbrt(sign(x))", "sign(x)"),
            rule("square(sign(x)) * sign(x)", "sign(x)"),
            rule("sign(cube(x))", "sign(x)"),
            rule("sign(cbrt(x))", "sign(x)"),
            rule("sign(tanh(x))", "sign(x)"),
            rule("sign(sinh(x))", "sign(x)"),
            rule("sign(expm1(x))", "sign(x)"),
            rule("sign(arctan(x))", "sign(x)"),
            rule("sign(arcsin(x))", "sign(x)"),
            rule("sign(arcsinh(x))", "sign(x)"),
            rule("sign(arctanh(x))", "sign(x)"),
            // Powers and roots.
            rule("x * x", "square(x)"),
            rule("square(x) * x", "cube(x)"),
            rule("cbrt(cube(x))", "x"),
            rule("cube(cbrt(x))", "x"),
            rule("power(x, 0)", "1"),
            rule("power(x, 1)", "x"),
            rule("power(x, 2)", "square(x)"),
            rule("power(x, 3)", "cube(x)"),
            rule("power(x, -1)", "reciprocal(x)"),
            rule("power(x, 0.5)", "sqrt(x)"),
            // Inverses.
            rule("log(exp(x))", "x"),
            rule("log2(exp2(x))", "x"),
            rule("log10(exp10(x))", "x"),
            rule("exp(log(x))", "abs(x)"),
            rule("exp2(log2(x))", "abs(x)"),
            rule("exp10(log10(x))", "abs(x)"),
            rule("exp(x) * exp(y)", "exp(x + y)"),
            rule("reciprocal(exp(x))", "exp(negative(x))"),
            rule("sin(arcsin(x))", "x"),
            rule("cos(arccos(x))", "x"),
            rule("tan(arctan(x))", "x"),
            rule("sinh(arcsinh(x))", "x"),
            rule("arcsinh(sinh(x))", "x"),
            rule("cosh(arccosh(x))", "x"),
            rule("tanh(arctanh(x))", "x"),
            // Whole arrays.
            rule("norm(0)", "0"),
            rule("global_norm(0)", "0"),
            rule("dot(x, 0)", "0"),
            rule("cosine_sim(x, 0)", "0"),
            rule("sqrt(dot(x, x))", "global_norm(x)"),
            rule("square(global_norm(x))", "dot(x, x)"),
            // Common factors.
            rule("x * z + y * z", "(x + y) * z"),
            rule("x * z - y * z", "(x - y) * z"),
            rule("interp(x * z, y * z, a)", "interp(x, y, a) * z"),
            rule("x * z + z", "(x + 1) * z"),
            rule("x / z + y / z", "(x + y) / z"),
            rule("x / z - y / z", "(x - y) / z"),
            rule("interp(x / z, y / z, a)", "interp(x, y, a) / z"),
            rule("abs(x) * abs(y)", "abs(x * y)"),
            // Non-constant interpolation.
            rule("(1 - z) * x + z * y", "interp(x, y, z)"),
            rule("x + z * (y - x)", "interp(x, y, z)"),
            rule("interp(x, y, 1 - z)", "interp(y, x, z)"));

    private Rules() {}

    public static List<Rule> all() {
        return ALL;
    }
}
