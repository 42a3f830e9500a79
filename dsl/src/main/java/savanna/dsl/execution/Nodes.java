package savanna.dsl.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * The values of a program in single assignment form, in order of execution; equal calls of equal values are one node.
 * A node's phase is the number of reductions that must be complete before it can be computed.
 */
final class Nodes {

    /** Where a value comes from. */
    enum Source { WEIGHTS, GRADIENT, STATE, SCHEDULE, CONSTANT, CALL }

    /**
     * A value.
     *
     * @param index     position in {@link #all}
     * @param source    where it comes from
     * @param state     index of the state; -1 unless it is one
     * @param constant  the number; 0 unless it is one
     * @param function  the function called, or null unless it is a call
     * @param arguments the nodes that a call takes
     * @param kind      how many numbers
     * @param phase     number of reductions in sequence before it
     */
    record Node(int index, Source source, int state, float constant, Function function, List<Node> arguments, Kind kind, int phase) {

        boolean isTensor() {
            return kind == Kind.TENSOR;
        }

        Kernel kernel() {
            return function.kernel();
        }
    }

    /** Identity of a call, for finding equal ones. */
    private record Call(Function function, List<Integer> arguments) {}

    final List<Node> all = new ArrayList<>();
    final Node update;
    /** New value of each state, in order. */
    final List<Node> states = new ArrayList<>();

    private final Map<Call, Node> calls = new HashMap<>();
    private final Map<Integer, Node> constants = new HashMap<>();
    private final Map<String, Node> bindings = new HashMap<>();

    /** @param program valid and without redundant statements */
    Nodes(Program program) {
        bind(program.weights(), Source.WEIGHTS, -1, Kind.TENSOR);
        bind(program.gradient(), Source.GRADIENT, -1, Kind.TENSOR);
        bind(program.schedule(), Source.SCHEDULE, -1, Kind.SCALAR);
        for (int i = 0; i < program.states().size(); i++) {
            bind(program.states().get(i), Source.STATE, i, Kind.TENSOR);
        }
        for (Statement statement : program.statements()) {
            List<Node> arguments = statement.arguments().stream().map(this::operand).toList();
            bindings.put(statement.target(), call(statement.function(), arguments));
        }
        update = bindings.get(program.update());
        for (int i = 0; i < program.states().size(); i++) {
            states.add(bindings.get(program.results().get(i + 1)));
        }
    }

    private void bind(String name, Source source, int state, Kind kind) {
        bindings.put(name, add(source, state, 0, null, List.of(), kind, 0));
    }

    private Node add(Source source, int state, float constant, Function function, List<Node> arguments, Kind kind, int phase) {
        Node node = new Node(all.size(), source, state, constant, function, arguments, kind, phase);
        all.add(node);
        return node;
    }

    private Node operand(Operand operand) {
        if (operand instanceof Operand.Variable variable) {
            return bindings.get(variable.name());
        }
        return constant((float) ((Operand.Constant) operand).value());
    }

    private Node constant(float value) {
        return constants.computeIfAbsent(Float.floatToRawIntBits(value), bits -> add(Source.CONSTANT, -1, value, null, List.of(), Kind.SCALAR, 0));
    }

    private Node call(Function function, List<Node> arguments) {
        if (function.kernel() instanceof Kernel.Constant constant) {
            return constant(constant.value());
        }
        List<Integer> key = new ArrayList<>(arguments.stream().map(Node::index).toList());
        if (function.is(Fact.COMMUTATIVE)) {
            key.sort(null);
        }
        int phase = arguments.stream().mapToInt(Node::phase).max().orElse(0) + (function.isElementwise() ? 0 : 1);
        return calls.computeIfAbsent(new Call(function, key),
                call -> add(Source.CALL, -1, 0, function, arguments, function.result(arguments.stream().map(Node::kind).toList()), phase));
    }

    /** Number of phases: one more than the highest phase of a node. */
    int phases() {
        return all.stream().mapToInt(Node::phase).max().orElse(0) + 1;
    }
}
