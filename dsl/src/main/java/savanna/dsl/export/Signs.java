package savanna.dsl.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Node.Role;

/**
 * Which values are never negative, at any step: states begin at 0, so those whose next value is not negative as long as
 * they all are not stay so. Of a root of such a value exported code needs no magnitude.
 */
final class Signs {

    private static final Set<String> NEVER_NEGATIVE =
            Set.of("abs", "sqrt", "square", "norm", "global_norm", "exp", "exp2", "exp10", "cosh", "arccos", "arccosh");
    private static final Set<String> ODD_AND_RISING =
            Set.of("sign", "cbrt", "cube", "tanh", "sinh", "arctan", "arcsin", "arcsinh", "arctanh", "expm1", "clip");

    private final Map<String, Double> shares;
    private final Set<Input> states;
    private Map<Node, Boolean> known = new HashMap<>();

    /** @param shares defaults of arguments by name: one in [0, 1] is kept there */
    Signs(Equations equations, Map<String, Double> shares) {
        this.shares = shares;
        this.states = new HashSet<>(equations.states());
        boolean changed = true;
        while (changed) {
            known = new HashMap<>();
            changed = false;
            for (int k = 0; k < equations.states().size(); k++) {
                if (states.contains(equations.states().get(k))
                        && !isNeverNegative(equations.next().get(k))) {
                    states.remove(equations.states().get(k));
                    changed = true;
                    break;
                }
            }
        }
        known = new HashMap<>();
    }

    boolean isNeverNegative(Node node) {
        Boolean before = known.get(node);
        if (before == null) {
            before = node instanceof Constant constant
                    ? constant.value() >= 0
                    : node instanceof Input input ? isNeverNegative(input) : isNeverNegative((Call) node);
            known.put(node, before);
        }
        return before;
    }

    private boolean isNeverNegative(Input input) {
        return input.role() == Role.SCHEDULE
                || input.role() == Role.RATE
                || states.contains(input)
                || input.role() == Role.SHARE && shares.getOrDefault(input.name(), -1.0) >= 0;
    }

    private boolean isNeverNegative(Call call) {
        String name = call.function.name();
        if (NEVER_NEGATIVE.contains(name)) {
            return true;
        }
        return switch (name) {
            case "add", "divide", "minimum" -> isNeverNegative(call.argument(0)) && isNeverNegative(call.argument(1));
            case "multiply", "dot" ->
                call.argument(0) == call.argument(1)
                        || isNeverNegative(call.argument(0)) && isNeverNegative(call.argument(1));
            case "maximum" -> isNeverNegative(call.argument(0)) || isNeverNegative(call.argument(1));
            case "reciprocal" -> isNeverNegative(call.argument(0));
            case "interp" ->
                isShare(call.argument(2)) && isNeverNegative(call.argument(0)) && isNeverNegative(call.argument(1));
            default -> ODD_AND_RISING.contains(name) && isNeverNegative(call.argument(0));
        };
    }

    private boolean isShare(Node node) {
        return node instanceof Constant constant
                ? Step.isProper(constant.value())
                : node instanceof Input input && Step.isProper(shares.getOrDefault(input.name(), -1.0));
    }
}
