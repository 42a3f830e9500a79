package savanna.dsl.algebra;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is known of the sign of a value, for every input at which it is finite. */
final class Signs {

    private static final Set<String> NEVER_NEGATIVE =
            Set.of("abs", "sqrt", "square", "norm", "global_norm", "exp", "exp2", "exp10", "cosh", "arccos", "arccosh");
    private static final Set<String> POSITIVE = Set.of("exp", "cosh", "exp2", "exp10");
    private static final Set<String> ODD_AND_RISING =
            Set.of("sign", "cbrt", "cube", "tanh", "sinh", "arctan", "arcsin", "arcsinh", "arctanh", "expm1");

    private Signs() {}

    static boolean isNeverNegative(Expression node) {
        return isNeverNegative(node, new HashMap<>());
    }

    private static boolean isNeverNegative(Expression node, Map<Expression, Boolean> known) {
        Boolean before = known.get(node);
        if (before == null) {
            before = node.isConstant()
                    ? node.constant() >= 0
                    : node.type() == Expression.Type.SCHEDULE || node.isCall() && callIsNeverNegative(node, known);
            known.put(node, before);
        }
        return before;
    }

    private static boolean callIsNeverNegative(Expression node, Map<Expression, Boolean> known) {
        String name = node.function().name();
        if (NEVER_NEGATIVE.contains(name)) {
            return true;
        }
        return switch (name) {
            case "add", "divide", "minimum" ->
                isNeverNegative(node.argument(0), known) && isNeverNegative(node.argument(1), known);
            case "multiply" ->
                node.argument(0).equals(node.argument(1))
                        || isNeverNegative(node.argument(0), known) && isNeverNegative(node.argument(1), known);
            case "maximum" -> isNeverNegative(node.argument(0), known) || isNeverNegative(node.argument(1), known);
            case "reciprocal" -> isNeverNegative(node.argument(0), known);
            case "dot" -> node.argument(0).equals(node.argument(1));
            case "interp" ->
                node.argument(2).isConstant()
                        && node.argument(2).constant() >= 0
                        && node.argument(2).constant() <= 1
                        && isNeverNegative(node.argument(0), known)
                        && isNeverNegative(node.argument(1), known);
            default -> ODD_AND_RISING.contains(name) && isNeverNegative(node.argument(0), known);
        };
    }

    static boolean isPositive(Expression node) {
        return node.isConstant()
                ? node.constant() > 0
                : node.isCall() && POSITIVE.contains(node.function().name());
    }
}
