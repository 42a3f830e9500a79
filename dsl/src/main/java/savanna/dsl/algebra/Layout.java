package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Operation;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Writes equations as a program, one statement a call, in reading order: what a statement needs stands before it. The
 * new value of a state takes the state's own name where all that reads the old value can stand before it.
 */
final class Layout {

    private static final String WEIGHTS = "w";
    private static final String GRADIENT = "g";
    private static final String SCHEDULE = "lr";

    private final Equations equations;
    private final Function<Expression, String> preferred;
    /** By call: calls that must stand before it though it does not use them. */
    private final Map<Expression, Set<Expression>> earlier = new HashMap<>();

    private final Map<Expression, String> names = new LinkedHashMap<>();
    /** By state. */
    private final List<String> states;

    private final Set<String> taken = new HashSet<>();
    private final List<Statement> statements = new ArrayList<>();

    private Layout(Equations equations, Function<Expression, String> preferred) {
        this.equations = equations;
        this.preferred = preferred;
        this.states = states(equations.names());
    }

    /** The program. @param preferred a name for a call, empty for none; names already taken get a number */
    static Program program(Equations equations, Function<Expression, String> preferred) {
        return new Layout(equations, preferred).write();
    }

    private Program write() {
        List<String> inputs = new ArrayList<>(List.of(WEIGHTS, GRADIENT));
        inputs.addAll(states);
        inputs.add(SCHEDULE);
        for (int k = 0; k < equations.next().size(); k++) {
            overwrite(k);
        }
        Set<Expression> order = new LinkedHashSet<>();
        equations.roots().forEach(root -> visit(root, order));
        if (!names.containsKey(equations.update()) && equations.update().isCall()) {
            names.put(equations.update(), unique("update"));
        }
        order.forEach(this::state);
        List<String> results = new ArrayList<>();
        equations.roots().forEach(root -> results.add(result(root)));
        return new Program(inputs, statements, results);
    }

    /**
     * The names of the states; one that is called as the weights, the gradient or the schedule are here gets a number.
     */
    private List<String> states(List<String> given) {
        taken.addAll(given);
        Set<String> others = Set.of(WEIGHTS, GRADIENT, SCHEDULE);
        taken.addAll(others);
        return given.stream()
                .map(name -> others.contains(name) ? unique(name) : name)
                .toList();
    }

    /** Lets the new value of state k take the state's name, if that is possible. */
    private void overwrite(int k) {
        Expression state = equations.state(k);
        Expression value = equations.next().get(k);
        if (!value.isCall() || names.containsKey(value) || equations.roots().contains(state)) {
            return;
        }
        List<Expression> readers = equations.calls().stream()
                .filter(call -> !call.equals(value) && call.arguments().contains(state))
                .toList();
        if (readers.stream().noneMatch(reader -> needs(reader, value, new HashSet<>()))) {
            earlier.computeIfAbsent(value, key -> new LinkedHashSet<>()).addAll(readers);
            names.put(value, states.get(k));
        }
    }

    private boolean needs(Expression call, Expression other, Set<Expression> seen) {
        if (call.equals(other)) {
            return true;
        }
        return call.isCall()
                && seen.add(call)
                && (call.arguments().stream().anyMatch(argument -> needs(argument, other, seen))
                        || earlier.getOrDefault(call, Set.of()).stream()
                                .anyMatch(before -> needs(before, other, seen)));
    }

    private void visit(Expression node, Set<Expression> order) {
        if (node.isCall() && !order.contains(node)) {
            node.arguments().forEach(argument -> visit(argument, order));
            earlier.getOrDefault(node, Set.of()).forEach(before -> visit(before, order));
            order.add(node);
        }
    }

    private void state(Expression call) {
        List<Operand> arguments = call.arguments().stream().map(this::operand).toList();
        if (!names.containsKey(call)) {
            String wish = preferred.apply(call);
            names.put(call, unique(Names.isName(wish) ? wish : generic(call)));
        }
        statements.add(new Statement(names.get(call), call.function(), arguments));
    }

    /** A name made of the function and what it is applied to. */
    private String generic(Expression call) {
        String function = call.function().noun();
        if (!function.equals(call.function().name())) {
            return function;
        }
        for (Expression argument : call.arguments()) {
            String name = argument.isConstant() ? "" : ((Operand.Variable) operand(argument)).name();
            if (!name.isEmpty() && name.length() + function.length() <= 24) {
                return function + "_" + name;
            }
        }
        return function + "_value";
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = name + (Character.isDigit(name.charAt(name.length() - 1)) ? "_" : "") + i;
        }
        return candidate;
    }

    private Operand operand(Expression node) {
        return switch (node.type()) {
            case WEIGHTS -> Operand.variable(WEIGHTS);
            case GRADIENT -> Operand.variable(GRADIENT);
            case SCHEDULE -> Operand.variable(SCHEDULE);
            case STATE -> Operand.variable(states.get(node.state()));
            case CONSTANT -> Operand.constant(node.constant());
            case CALL -> Operand.variable(names.get(node));
        };
    }

    private String result(Expression root) {
        if (!root.isConstant()) {
            return ((Operand.Variable) operand(root)).name();
        }
        String name = unique(root.equals(equations.update()) ? "update" : "constant");
        statements.add(
                new Statement(name, Functions.of(Operation.PRODUCT), List.of(operand(root), Operand.constant(1))));
        return name;
    }
}
