package savanna.dsl.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;

/**
 * The values of a program in single assignment form, in order of execution; equal calls of equal values are one node. A
 * node's phase is the number of reductions that must be complete before it can be computed.
 */
final class Nodes {

    /** Where a value comes from. */
    enum Source {
        WEIGHTS,
        GRADIENT,
        STATE,
        SCHEDULE,
        CONSTANT,
        CALL
    }

    /**
     * A value.
     *
     * @param index position in {@link #all}
     * @param source where it comes from
     * @param state index of the state; -1 unless it is one
     * @param constant the number; 0 unless it is one
     * @param function the function called, or null unless it is a call
     * @param kernel what a call computes: the function's kernel, or one that includes another call
     * @param arguments the nodes that a call takes
     * @param kind how many numbers
     * @param phase number of reductions in sequence before it
     */
    record Node(
            int index,
            Source source,
            int state,
            float constant,
            Function function,
            Kernel kernel,
            List<Node> arguments,
            Kind kind,
            int phase) {

        /** Whether it has a number per parameter, in blocks. */
        boolean isTensor() {
            return kind.isPerParameter();
        }

        /** Whether it is computed at once after a phase, from what the phase's blocks hold; it lies in an array. */
        boolean isLeafwise() {
            return kernel instanceof Kernel.Leafwise;
        }

        /** Whether its value is there only after all blocks have passed. */
        boolean endsPhase() {
            return kernel instanceof Kernel.Reduction || isLeafwise();
        }

        /** Nodes are told apart by their place, not by all that hangs on them. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return index;
        }
    }

    /** Identity of a call, for finding equal ones. */
    private record Call(Function function, List<Integer> arguments) {}

    final List<Node> all = new ArrayList<>();
    final Node update;
    /** New value of each state, in order; of a state that is not live, anything. */
    final List<Node> states;

    private final Map<Call, Node> calls = new HashMap<>();
    private final Map<Integer, Node> constants = new HashMap<>();

    /** @param analysis of a valid program, all of whose statements are executed */
    Nodes(Analysis analysis) {
        List<Node> fused = fused(analysis.flow().results(new Reading(analysis)));
        update = fused.get(0);
        states = fused.subList(1, fused.size());
    }

    /** Fuses pairs of calls where the inner one has no other use. @return the results after that */
    private List<Node> fused(List<Node> results) {
        int[] uses = new int[all.size()];
        all.forEach(node -> node.arguments().forEach(argument -> uses[argument.index()]++));
        results.forEach(node -> uses[node.index()]++);
        List<Node> before = List.copyOf(all);
        Node[] replaced = new Node[before.size()];
        boolean[] absorbed = new boolean[before.size()];
        Fusion[] rules = new Fusion[before.size()];
        for (Node node : before) {
            for (int i = 0;
                    rules[node.index()] == null
                            && node.source() == Source.CALL
                            && i < node.arguments().size();
                    i++) {
                Node inner = node.arguments().get(i);
                boolean candidate = inner.source() == Source.CALL
                        && inner.isTensor()
                        && uses[inner.index()] == 1
                        && rules[inner.index()] == null;
                Fusion rule = candidate ? Fusion.of(node.function(), i, inner.function()) : null;
                if (rule != null) {
                    rules[node.index()] = rule;
                    absorbed[inner.index()] = true;
                }
            }
        }
        all.clear();
        for (Node node : before) {
            if (!absorbed[node.index()]) {
                Fusion rule = rules[node.index()];
                List<Node> arguments = rule == null
                        ? node.arguments()
                        : rule.arguments(
                                node.arguments(),
                                node.arguments().get(rule.position()).arguments());
                List<Node> mapped = arguments.stream()
                        .map(argument -> replaced[argument.index()])
                        .toList();
                replaced[node.index()] = add(
                        node.source(),
                        node.state(),
                        node.constant(),
                        node.function(),
                        rule == null ? node.kernel() : rule.kernel(),
                        mapped,
                        node.kind(),
                        node.phase());
            }
        }
        return results.stream().map(node -> replaced[node.index()]).toList();
    }

    /** A program as nodes. */
    private final class Reading implements Interpretation<Node> {
        private final Analysis analysis;

        Reading(Analysis analysis) {
            this.analysis = analysis;
        }

        @Override
        public Node weights() {
            return input(Source.WEIGHTS, -1, Kind.TENSOR);
        }

        @Override
        public Node gradient() {
            return input(Source.GRADIENT, -1, Kind.TENSOR);
        }

        @Override
        public Node state(int index) {
            return input(Source.STATE, index, analysis.stateKinds().get(index));
        }

        @Override
        public Node schedule() {
            return input(Source.SCHEDULE, -1, Kind.SCALAR);
        }

        @Override
        public Node constant(double value) {
            return Nodes.this.constant((float) value);
        }

        @Override
        public Node call(int statement, List<Node> arguments) {
            return Nodes.this.call(
                    analysis.program().statements().get(statement).function(),
                    arguments,
                    analysis.kinds().get(statement));
        }

        private Node input(Source source, int state, Kind kind) {
            return add(source, state, 0, null, null, List.of(), kind, 0);
        }
    }

    private Node add(
            Source source,
            int state,
            float constant,
            Function function,
            Kernel kernel,
            List<Node> arguments,
            Kind kind,
            int phase) {
        Node node = new Node(all.size(), source, state, constant, function, kernel, arguments, kind, phase);
        all.add(node);
        return node;
    }

    private Node constant(float value) {
        return constants.computeIfAbsent(
                Float.floatToRawIntBits(value),
                bits -> add(Source.CONSTANT, -1, value, null, null, List.of(), Kind.SCALAR, 0));
    }

    private Node call(Function function, List<Node> arguments, Kind kind) {
        if (function.kernel() instanceof Kernel.Constant constant) {
            return constant(constant.value());
        }
        List<Integer> key = new ArrayList<>(arguments.stream().map(Node::index).toList());
        if (function.is(Fact.COMMUTATIVE)) {
            key.sort(null);
        }
        int phase = arguments.stream().mapToInt(Node::phase).max().orElse(0)
                + (function.isElementwise() || function.isOfShape() ? 0 : 1);
        return calls.computeIfAbsent(
                new Call(function, key),
                call -> add(Source.CALL, -1, 0, function, function.kernel(), arguments, kind, phase));
    }

    /** Number of phases: one more than the highest phase of a node. */
    int phases() {
        return all.stream().mapToInt(Node::phase).max().orElse(0) + 1;
    }
}
