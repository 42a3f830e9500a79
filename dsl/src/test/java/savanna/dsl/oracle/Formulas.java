package savanna.dsl.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The elementwise functions of the language, stated again from LANGUAGE.md in double precision and accurate to some
 * 1e-12: no code is shared with the function table.
 */
public final class Formulas {

    /**
     * A function at a point. What it computes on the way is rounded too, where that may overflow or cancel.
     *
     * @see Oracle.Numbers
     */
    @FunctionalInterface
    public interface Formula {
        double at(double[] a, DoubleUnaryOperator round);
    }

    private static final double LN_2 = 0.693147180559945309417;
    private static final double LN_10 = 2.30258509299404568402;
    private static final Map<String, Formula> ALL = new HashMap<>();

    static {
        all("get_pi", (a, r) -> 3.14159265358979323846);
        all("get_e", (a, r) -> 2.71828182845904523536);
        all("get_eps", (a, r) -> 1e-8);
        all("add", (a, r) -> a[0] + a[1]);
        all("subtract", (a, r) -> a[0] - a[1]);
        all("multiply", (a, r) -> a[0] * a[1]);
        all("interp", (a, r) -> r.applyAsDouble(r.applyAsDouble(1 - a[2]) * a[0]) + r.applyAsDouble(a[2] * a[1]));
        all("clip", (a, r) -> clip(a[0], Math.abs(a[1])));
        all("maximum", (a, r) -> Double.isNaN(a[0]) || a[0] > a[1] ? a[0] : a[1]);
        all("minimum", (a, r) -> Double.isNaN(a[0]) || a[0] < a[1] ? a[0] : a[1]);
        all("abs", (a, r) -> a[0] < 0 ? -a[0] : a[0] + 0.0);
        all("negative", (a, r) -> -a[0]);
        all("reciprocal", (a, r) -> 1 / (a[0] + 0.0));
        all("square", (a, r) -> a[0] * a[0]);
        all("cube", (a, r) -> r.applyAsDouble(a[0] * a[0]) * a[0]);
        all("sign", (a, r) -> a[0] > 0 ? 1 : a[0] < 0 ? -1 : a[0]);
        all("sqrt", (a, r) -> Math.sqrt(a[0] < 0 ? -a[0] : a[0]));
        all("cbrt", (a, r) -> Math.cbrt(a[0]));
        all("sin", (a, r) -> StrictMath.sin(a[0]));
        all("cos", (a, r) -> StrictMath.cos(a[0]));
        all("tan", (a, r) -> StrictMath.tan(a[0]));
        all("arcsin", (a, r) -> StrictMath.asin(a[0]));
        all("arccos", (a, r) -> StrictMath.acos(a[0]));
        all("arctan", (a, r) -> StrictMath.atan(a[0]));
        all("sinh", (a, r) -> Math.sinh(a[0]));
        all("cosh", (a, r) -> Math.cosh(a[0]));
        all("tanh", (a, r) -> Math.tanh(a[0]));
        all("arcsinh", (a, r) -> a[0] < 0 ? -arcsinh(-a[0]) : arcsinh(a[0]));
        all("arccosh", (a, r) -> arccosh(a[0]));
        all(
                "arctanh",
                (a, r) -> Math.abs(a[0]) < 1e-4 ? a[0] + cubed(a[0]) / 3 : Math.log((1 + a[0]) / (1 - a[0])) / 2);
        all("exp", (a, r) -> StrictMath.exp(a[0]));
        all("exp2", (a, r) -> StrictMath.pow(2, a[0]));
        all("exp10", (a, r) -> StrictMath.pow(10, a[0]));
        all("expm1", (a, r) -> Math.abs(a[0]) < 1e-5 ? a[0] + a[0] * a[0] / 2 : Math.expm1(a[0]));
        all("log", (a, r) -> StrictMath.log(Math.abs(a[0])));
        all("log2", (a, r) -> StrictMath.log(Math.abs(a[0])) / LN_2);
        all("log10", (a, r) -> StrictMath.log(Math.abs(a[0])) / LN_10);
        all("log1p", (a, r) -> a[0] < -0.5 || a[0] > 1 ? StrictMath.log(Math.abs(1 + a[0])) : Math.log1p(a[0]));
        all("power", (a, r) -> power(a[0], a[1]));
        all("greater", (a, r) -> a[0] > a[1] ? 1 : 0);
        all("select", (a, r) -> a[0] > 0 ? a[1] : a[2]);
    }

    private Formulas() {}

    private static void all(String name, Formula formula) {
        ALL.put(name, formula);
    }

    /** The formula of an elementwise function other than {@code divide}, whose guard is the oracle's to choose. */
    public static Formula of(String name) {
        Formula formula = ALL.get(name);
        if (formula == null) {
            throw new IllegalArgumentException("no formula for " + name);
        }
        return formula;
    }

    /** Its exact value at a point; of {@code divide} with the guard 1e-8 in 32 bits. */
    public static double at(String name, double... point) {
        return name.equals("divide")
                ? point[0] / (point[1] + 1e-8f)
                : of(name).at(point, DoubleUnaryOperator.identity());
    }

    private static double clip(double x, double bound) {
        if (Double.isNaN(bound)) {
            return bound;
        }
        return x > bound ? bound : x < -bound ? -bound : x;
    }

    private static double cubed(double x) {
        return x * x * x;
    }

    private static double arcsinh(double x) {
        return x < 1e-4 ? x - cubed(x) / 6 : x > 1e100 ? Math.log(x) + LN_2 : Math.log(x + Math.sqrt(x * x + 1));
    }

    private static double arccosh(double x) {
        if (x < 1) {
            return Double.NaN;
        }
        return x > 1e100 ? Math.log(x) + LN_2 : Math.log(x + Math.sqrt((x - 1) * (x + 1)));
    }

    /** C99's, with both zeros as 0. */
    private static double power(double x, double y) {
        if (x == 1 || y == 0 || x == -1 && Double.isInfinite(y)) {
            return 1;
        }
        return StrictMath.pow(x == 0 ? 0.0 : x, y);
    }
}
