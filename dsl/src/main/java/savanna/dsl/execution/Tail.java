package savanna.dsl.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import savanna.dsl.execution.Nodes.Node;
import savanna.dsl.execution.Nodes.Source;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Operation;

/** The calls of an update that are computed while it is subtracted, outermost first: nothing else reads them. */
final class Tail {

    private static final Kernel MULTIPLY = Functions.of(Operation.PRODUCT).kernel();

    private final Nodes nodes;
    private final List<Node> calls;

    Tail(Nodes nodes) {
        this.nodes = nodes;
        calls = calls();
    }

    boolean contains(Node call) {
        return calls.contains(call);
    }

    /** Whether one of the calls has the value as an argument. */
    boolean reads(Node value) {
        return calls.stream().anyMatch(call -> call.arguments().contains(value));
    }

    /** What is left of the update: each call gives way to its arguments. */
    List<Node> parts() {
        List<Node> parts = new ArrayList<>(List.of(nodes.update));
        for (Node call : calls) {
            int position = parts.indexOf(call);
            parts.remove(position);
            parts.addAll(position, call.arguments());
        }
        return parts;
    }

    /** How the rest is subtracted. */
    Subtraction.Form form() {
        if (calls.isEmpty()) {
            return Subtraction.Form.WHOLE;
        }
        boolean isQuotient = calls.get(calls.size() - 1).kernel() == Fusion.ROOT_QUOTIENT;
        if (calls.stream().anyMatch(call -> call.kernel() == Fusion.PRODUCT_PLUS)) {
            return isQuotient ? Subtraction.Form.SCALED_SUM_WITH_QUOTIENT : Subtraction.Form.SCALED_SUM;
        }
        if (isQuotient) {
            return Subtraction.Form.SCALED_QUOTIENT;
        }
        return nodes.update.arguments().get(1).kind().isNumber() ? Subtraction.Form.SCALED : Subtraction.Form.PRODUCT;
    }

    private List<Node> calls() {
        List<Node> found = new ArrayList<>();
        Node product = nodes.update;
        if (!isLastCall(product, MULTIPLY, null)) {
            return found;
        }
        found.add(product);
        if (!product.arguments().get(1).kind().isNumber()) {
            return found;
        }
        Node inner = product.arguments().get(0);
        if (isLastCall(inner, Fusion.PRODUCT_PLUS, product)
                && inner.arguments().get(1).kind().isNumber()) {
            found.add(inner);
            inner = inner.arguments().get(2);
        }
        if (isLastCall(inner, Fusion.ROOT_QUOTIENT, found.get(found.size() - 1))) {
            found.add(inner);
        }
        return found;
    }

    /** Whether the node is a call of this kernel in the last phase that is read by the user alone, and once. */
    private boolean isLastCall(Node node, Kernel kernel, Node user) {
        return node.source() == Source.CALL
                && node.kernel() == kernel
                && node.isTensor()
                && node.phase() == nodes.phases() - 1
                && !nodes.states.contains(node)
                && (user == null || node != nodes.update && Collections.frequency(user.arguments(), node) == 1)
                && nodes.all.stream()
                        .allMatch(call -> call == user || !call.arguments().contains(node));
    }
}
