package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.function.Operation;

/**
 * Names by role: {@code momentum}, {@code second_moment}, {@code weight_decay}, {@code learning_rate},
 * {@code direction} and their like.
 */
final class Roles {

    private Roles() {}

    /** The equations with states named by what they hold. */
    static Equations named(Equations equations) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int k = 0; k < equations.next().size(); k++) {
            String role = state(equations, k);
            String name = role;
            for (int i = 2; !taken.add(name); i++) {
                name = role + i;
            }
            names.add(name);
        }
        return new Equations(equations.update(), equations.next(), names, equations.kinds());
    }

    private static String state(Equations equations, int k) {
        Expression next = equations.next().get(k);
        if (!dependsOnData(equations, next, new HashSet<>())) {
            return "correction";
        }
        if (next.is(Operation.LARGER)) {
            return "peak";
        }
        LinearForm form = LinearForm.of(next);
        List<Expression> inputs = new ArrayList<>();
        for (Map.Entry<Expression, Double> entry : form.terms().entrySet()) {
            if (!entry.getKey().equals(equations.state(k))) {
                inputs.add(entry.getKey());
            }
        }
        boolean own = form.coefficient(equations.state(k)) != 0;
        if (own && !inputs.isEmpty() && inputs.stream().allMatch(Signs::isNeverNegative)) {
            return "second_moment";
        }
        if (own
                && inputs.stream()
                        .anyMatch(input ->
                                !Signs.isNeverNegative(input) && dependsOnData(equations, input, new HashSet<>()))) {
            return "momentum";
        }
        return "state";
    }

    private static boolean dependsOnData(Equations equations, Expression node, Set<Expression> seen) {
        if (node.type() == Expression.Type.GRADIENT || node.type() == Expression.Type.WEIGHTS) {
            return true;
        }
        if (!seen.add(node)) {
            return false;
        }
        if (node.type() == Expression.Type.STATE) {
            return dependsOnData(equations, equations.next().get(node.state()), seen);
        }
        return node.arguments().stream().anyMatch(argument -> dependsOnData(equations, argument, seen));
    }

    /** The name of a call by its role; empty if it has none of note. */
    static String name(Expression call) {
        boolean byConstant =
                call.is(Operation.PRODUCT) && call.arguments().stream().anyMatch(Expression::isConstant);
        if (call.is(Operation.PRODUCT)
                && call.kind().isNumber()
                && call.arguments().contains(Expression.SCHEDULE)) {
            return "learning_rate";
        }
        if (byConstant && call.arguments().contains(Expression.WEIGHTS)) {
            return "weight_decay";
        }
        if (call.is(Operation.SQUARE) && call.argument(0).equals(Expression.GRADIENT)) {
            return "gradient_squared";
        }
        if (call.is(Operation.SUM)
                && call.arguments().stream()
                        .anyMatch(argument -> argument.is(Operation.PRODUCT)
                                && argument.arguments().contains(Expression.WEIGHTS))) {
            return "decayed";
        }
        return "";
    }
}
