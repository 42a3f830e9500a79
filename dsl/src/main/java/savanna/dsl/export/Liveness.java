package savanna.dsl.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.export.Node.Call;

/**
 * The lines of a step, each a call, and when a value is read for the last time: from then on its name and its memory
 * may be used again. Some calls have no line: they are written where their only reader is.
 */
final class Liveness {

    private final List<Call> lines = new ArrayList<>();
    private final Map<Node, Integer> lastUse = new HashMap<>();
    private final Map<Node, Integer> uses = new HashMap<>();
    private final Set<Call> within = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Which calls are written within their only reader. */
    @FunctionalInterface
    interface Fusion {
        boolean joins(Call reader, Call argument);
    }

    Liveness(Equations equations, Fusion fusion) {
        List<Call> calls = Node.calls(equations.results());
        calls.forEach(call -> call.arguments.forEach(argument -> uses.merge(argument, 1, Integer::sum)));
        equations.results().forEach(result -> uses.merge(result, 1, Integer::sum));
        for (Call reader : calls) {
            for (Node argument : reader.arguments) {
                if (argument instanceof Call call && uses.get(call) == 1 && fusion.joins(reader, call)) {
                    within.add(call);
                }
            }
        }
        calls.stream().filter(call -> !within.contains(call)).forEach(lines::add);
        for (int i = 0; i < lines.size(); i++) {
            for (Node operand : operands(lines.get(i))) {
                lastUse.put(operand, i);
            }
        }
        equations.results().forEach(result -> lastUse.put(result, lines.size()));
    }

    List<Call> lines() {
        return lines;
    }

    boolean isWithin(Node node) {
        return node instanceof Call call && within.contains(call);
    }

    /** What the line reads, in order, with what is written within it. */
    List<Node> operands(Call line) {
        List<Node> operands = new ArrayList<>();
        for (Node argument : line.arguments) {
            if (isWithin(argument)) {
                operands.addAll(operands((Call) argument));
            } else {
                operands.add(argument);
            }
        }
        return operands;
    }

    /** Whether the line is the last to read the value. */
    boolean isLast(Node value, int line) {
        return lastUse.getOrDefault(value, -1) <= line;
    }
}
