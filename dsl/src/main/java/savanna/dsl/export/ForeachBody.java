package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import savanna.dsl.export.Node.Call;
import savanna.dsl.function.Operation;

/**
 * The step in PyTorch's functions over lists of arrays, which start few kernels for many arrays. Where there is no such
 * function it goes array by array.
 */
final class ForeachBody extends TorchBody {

    /** Functions of one argument that PyTorch 1.13 has over lists, under the same names. */
    private static final Set<String> UNARY =
            Set.of("abs", "exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "reciprocal");

    ForeachBody(Step step) {
        super(step, true, false);
    }

    @Override
    List<String> statement(Call call, int line, String name) {
        if (!call.kind().isPerParameter() || !call.function.isElementwise()) {
            return super.statement(call, line, name);
        }
        List<String> lines = new ArrayList<>();
        boolean written = switch (call.function.operation()) {
            case PRODUCT -> product(call, line, name, lines);
            case SUM, DIFFERENCE -> sum(call, line, name, lines);
            case QUOTIENT -> quotient(call, line, name, lines);
            case INTERPOLATION -> blend(call, line, name, lines);
            case ROOT -> root(call, line, name, lines);
            case NEGATION -> unary("neg", call.argument(0), call, line, name, lines);
            default ->
                UNARY.contains(call.function.name())
                        && unary(call.function.name(), call.argument(0), call, line, name, lines);
        };
        return written ? lines : super.statement(call, line, name);
    }

    /** A statement of several lines reads all but the list that it writes to after the first. */
    @Override
    boolean isReleased(Node node, Call call, int line) {
        return super.isReleased(node, call, line)
                && (!liveness.operands(call).contains(node)
                        || node.equals(base(call, line)) && isSpent(node, call, line));
    }

    /** The list that a statement begins with, and is written to if nothing reads it any more. */
    private Node base(Call call, int line) {
        return switch (call.function.operation()) {
            case INTERPOLATION -> call.argument(1);
            case PRODUCT -> {
                int number = isNumber(call.argument(1)) ? 1 : 0;
                yield isNumber(call.argument(number))
                        ? call.argument(1 - number)
                        : call.argument(isSpent(call.argument(1), call, line) ? 1 : 0);
            }
            case SUM ->
                call.argument(
                        liveness.isWithin(call.argument(0))
                                        || !isArray(call.argument(0))
                                        || !liveness.isWithin(call.argument(1))
                                                && isArray(call.argument(1))
                                                && isSpent(call.argument(1), call, line)
                                ? 1
                                : 0);
            default -> call.argument(0);
        };
    }

    private static boolean isArray(Node node) {
        return node.kind().isPerParameter();
    }

    /** Writes {@code function} of a list and more operands: into the list itself if nothing reads it any more. */
    private void apply(
            String function, Node list, String operands, Call call, int line, String name, List<String> lines) {
        String arguments = operands.isEmpty() ? "" : ", " + operands;
        if (isSpent(list, call, line)) {
            lines.add("torch._foreach_" + function + "_(" + text(list) + arguments + ")");
            if (!name.equals(text(list))) {
                lines.add(name + " = " + text(list));
            }
        } else {
            lines.add(name + " = torch._foreach_" + function + "(" + text(list) + arguments + ")");
        }
    }

    private boolean unary(String function, Node x, Call call, int line, String name, List<String> lines) {
        apply(function, x, "", call, line, name, lines);
        return true;
    }

    private boolean product(Call call, int line, String name, List<String> lines) {
        Node list = base(call, line);
        Node other = call.argument(call.argument(0) == list ? 1 : 0);
        if (!isArray(list) || !isArray(other) && !isNumber(other)) {
            return false;
        }
        apply("mul", list, bare(other), call, line, name, lines);
        return true;
    }

    private boolean sum(Call call, int line, String name, List<String> lines) {
        String operation = call.is(Operation.SUM) ? "add" : "sub";
        int joined = liveness.isWithin(call.argument(1)) ? 1 : liveness.isWithin(call.argument(0)) ? 0 : -1;
        if (joined >= 0) {
            Call product = (Call) call.argument(joined);
            String addends = scaled(product)
                    .map(parts -> text(parts.get(0)) + ", alpha=" + bare(parts.get(1)))
                    .orElseGet(() -> texts(factors(product).orElseThrow()));
            String function = scaled(product).isPresent() ? operation : "addcmul";
            apply(function, call.argument(1 - joined), addends, call, line, name, lines);
            return true;
        }
        Node list = base(call, line);
        Node other = call.argument(call.argument(0) == list ? 1 : 0);
        if (!isArray(list) || !isArray(other) && !isNumber(other)) {
            return false;
        }
        apply(operation, list, bare(other), call, line, name, lines);
        return true;
    }

    private String texts(List<Node> nodes) {
        return String.join(", ", nodes.stream().map(this::text).toList());
    }

    private boolean quotient(Call call, int line, String name, List<String> lines) {
        Node divisor = call.argument(1);
        if (!isArray(call.argument(0)) || !isArray(divisor)) {
            return false;
        }
        String guarded = text(divisor);
        if (isSpent(divisor, call, line)) {
            lines.add("torch._foreach_add_(" + guarded + ", 1e-8)");
        } else {
            guarded = "torch._foreach_add(" + guarded + ", 1e-8)";
        }
        apply("div", call.argument(0), guarded, call, line, name, lines);
        return true;
    }

    private boolean blend(Call call, int line, String name, List<String> lines) {
        Node x = call.argument(0);
        Node y = call.argument(1);
        Node share = call.argument(2);
        if (!isArray(y) || !isNumber(share) || !isArray(x) && !isNumber(x)) {
            return false;
        }
        apply("mul", y, bare(share), call, line, name, lines);
        String rest = "1 - " + text(share);
        if (liveness.isWithin(x)) {
            lines.add("torch._foreach_addcmul_(" + name + ", "
                    + texts(factors((Call) x).orElseThrow()) + ", value=" + rest + ")");
        } else if (isArray(x)) {
            lines.add("torch._foreach_add_(" + name + ", " + text(x) + ", alpha=" + rest + ")");
        } else {
            lines.add("torch._foreach_add_(" + name + ", (" + rest + ") * " + text(x) + ")");
        }
        return true;
    }

    private boolean root(Call call, int line, String name, List<String> lines) {
        Node x = call.argument(0);
        if (isNeverNegative(x)) {
            apply("sqrt", x, "", call, line, name, lines);
        } else {
            apply("abs", x, "", call, line, name, lines);
            lines.add("torch._foreach_sqrt_(" + name + ")");
        }
        return true;
    }
}
