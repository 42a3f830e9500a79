package savanna.dsl.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Node.Role;
import savanna.dsl.function.SignRule;

/**
 * Which values are never negative, at any step: states begin at 0, so those whose next value is not negative as long as
 * they all are not stay so. Of a root of such a value exported code needs no magnitude.
 */
final class Signs {

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
        return call.function.sign().isNeverNegative(new SignRule.Arguments() {
            @Override
            public boolean isNeverNegative(int argument) {
                return Signs.this.isNeverNegative(call.argument(argument));
            }

            @Override
            public OptionalDouble constant(int argument) {
                Node node = call.argument(argument);
                if (node instanceof Constant constant) {
                    return OptionalDouble.of(constant.value());
                }
                return node instanceof Input input && shares.containsKey(input.name())
                        ? OptionalDouble.of(shares.get(input.name()))
                        : OptionalDouble.empty();
            }

            @Override
            public boolean areSame(int argument, int other) {
                return call.argument(argument) == call.argument(other);
            }

            @Override
            public int count() {
                return call.arguments.size();
            }
        });
    }
}
