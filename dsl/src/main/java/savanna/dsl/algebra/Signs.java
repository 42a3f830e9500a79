package savanna.dsl.algebra;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import savanna.dsl.function.SignRule;

/** What is known of the sign of a value, for every input at which it is finite. */
final class Signs {

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
        return node.function().sign().isNeverNegative(new SignRule.Arguments() {
            @Override
            public boolean isNeverNegative(int argument) {
                return Signs.isNeverNegative(node.argument(argument), known);
            }

            @Override
            public OptionalDouble constant(int argument) {
                return node.argument(argument).isConstant()
                        ? OptionalDouble.of(node.argument(argument).constant())
                        : OptionalDouble.empty();
            }

            @Override
            public boolean areSame(int argument, int other) {
                return node.argument(argument).equals(node.argument(other));
            }

            @Override
            public int count() {
                return node.arguments().size();
            }
        });
    }

    static boolean isPositive(Expression node) {
        return node.isConstant()
                ? node.constant() > 0
                : node.isCall() && node.function().isPositive();
    }
}
