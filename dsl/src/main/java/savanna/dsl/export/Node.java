package savanna.dsl.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;

/**
 * A value of an exported step: an input, a number or a call. Names of variables are resolved, so that a value is what
 * it is wherever it is read.
 */
sealed interface Node {

    Kind kind();

    /** What an input is for. */
    enum Role {
        WEIGHTS,
        GRADIENT,
        STATE,
        /** The value of the schedule, 1 at its top. */
        SCHEDULE,
        /** The learning rate: the schedule times a constant of the program. */
        RATE,
        /** A constant of the program that became an argument of the optimizer. */
        SHARE
    }

    Input WEIGHTS = new Input(Role.WEIGHTS, "w", Kind.TENSOR);
    Input GRADIENT = new Input(Role.GRADIENT, "g", Kind.TENSOR);
    Input SCHEDULE = new Input(Role.SCHEDULE, "schedule", Kind.SCALAR);
    Input RATE = new Input(Role.RATE, "lr", Kind.SCALAR);

    /** @param name of a state, that of the program; of all others that of exported code */
    record Input(Role role, String name, Kind kind) implements Node {

        static Input state(String name, Kind kind) {
            return new Input(Role.STATE, name, kind);
        }

        static Input share(String name) {
            return new Input(Role.SHARE, name, Kind.SCALAR);
        }
    }

    /** A number that is written out. @param value may be infinite or NaN where a call of constants gave that */
    record Constant(double value) implements Node {
        @Override
        public Kind kind() {
            return Kind.SCALAR;
        }
    }

    /** A call; two are equal only if they are one object. */
    final class Call implements Node {

        final Function function;
        final List<Node> arguments;
        /** Name of the variable that the program assigned it to. */
        final String name;
        /** Index of its statement: lines of code keep the order of the program. */
        final int position;

        private final Kind kind;

        Call(Function function, List<Node> arguments, String name, int position) {
            this.function = function;
            this.arguments = List.copyOf(arguments);
            this.name = name;
            this.position = position;
            this.kind =
                    function.result(arguments.stream().map(Node::kind).toList()).orElseThrow();
        }

        @Override
        public Kind kind() {
            return kind;
        }

        boolean is(Operation operation) {
            return function.operation() == operation;
        }

        Node argument(int k) {
            return arguments.get(k);
        }

        @Override
        public String toString() {
            return name + " = " + function.name() + arguments;
        }
    }

    /** Whether it is a call of that operation. */
    default boolean calls(Operation operation) {
        return this instanceof Call call && call.is(operation);
    }

    /** The calls that the values need, each after those that it needs, else in the order of the program. */
    static List<Call> calls(Collection<? extends Node> values) {
        Set<Call> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Call> open = new ArrayList<>();
        values.forEach(value -> addCall(value, found, open));
        for (int i = 0; i < open.size(); i++) {
            open.get(i).arguments.forEach(argument -> addCall(argument, found, open));
        }
        open.sort(java.util.Comparator.comparingInt(call -> call.position));
        Set<Call> placed = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Call> order = new ArrayList<>();
        open.forEach(call -> place(call, placed, order));
        return order;
    }

    private static void addCall(Node value, Set<Call> found, List<Call> open) {
        if (value instanceof Call call && found.add(call)) {
            open.add(call);
        }
    }

    private static void place(Call call, Set<Call> placed, List<Call> order) {
        if (placed.add(call)) {
            call.arguments.forEach(argument -> {
                if (argument instanceof Call inner) {
                    place(inner, placed, order);
                }
            });
            order.add(call);
        }
    }

    /** Whether a value is read, directly or by the calls that the values need. */
    static boolean reads(Collection<? extends Node> values, Node input) {
        return values.contains(input) || calls(values).stream().anyMatch(call -> call.arguments.contains(input));
    }

    /**
     * The value with others put in the places of some.
     *
     * @param others by value; what is made anew is added, so that values shared before are shared after
     */
    static Node replaced(Node value, Map<Node, Node> others) {
        Node other = others.get(value);
        if (other != null) {
            return other;
        }
        if (!(value instanceof Call call)) {
            return value;
        }
        List<Node> arguments = new ArrayList<>();
        boolean same = true;
        for (Node argument : call.arguments) {
            Node replaced = replaced(argument, others);
            same &= replaced == argument;
            arguments.add(replaced);
        }
        Node result = same ? call : new Call(call.function, arguments, call.name, call.position);
        others.put(call, result);
        return result;
    }
}
