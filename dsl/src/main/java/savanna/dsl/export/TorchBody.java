package savanna.dsl.export;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Node.Role;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;
import savanna.dsl.function.Spelling;

/**
 * The step in PyTorch. Arrays that nothing reads any more are written to, and products are added in one call, as
 * PyTorch's own optimizers do it.
 */
class TorchBody extends PythonBody {

    private final Signs signs;
    /** Values that lie in one memory with others. */
    private final Set<Node> viewed = new HashSet<>();

    /** The step of one array; of the whole model where the program looks at it as a whole. */
    TorchBody(Step step) {
        this(step, step.isOfModel(), step.isOfModel());
    }

    TorchBody(Step step, boolean overLists, boolean listsNumbers) {
        super(step, "torch", overLists, listsNumbers, TorchBody::joins);
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int i = 0; i < step.shares().betas().size(); i++) {
            shares.put(step.shares().names().get(i), step.shares().betas().get(i));
        }
        step.shares().momentum().ifPresent(share -> shares.put("momentum", share));
        signs = new Signs(step.equations(), shares);
        Node.calls(step.equations().results()).stream()
                .filter(PythonBody::isView)
                .forEach(view -> {
                    viewed.add(view);
                    viewed.add(view.argument(0));
                });
    }

    /** {@code torch.add} takes a product with a number, {@code torch.addcmul} one of arrays. */
    private static boolean joins(Call reader, Call argument) {
        if (!reader.kind().isPerParameter() || !argument.kind().isPerParameter()) {
            return false;
        }
        if (reader.is(Operation.SUM) || reader.is(Operation.DIFFERENCE)) {
            Node other = reader.argument(reader.argument(0) == argument ? 1 : 0);
            boolean stays = reader.argument(1) == argument || !isProduct(other);
            boolean isPlace = reader.is(Operation.SUM) || reader.argument(1) == argument;
            return stays
                    && isPlace
                    && other.kind().isPerParameter()
                    && (scaled(argument).isPresent()
                            || reader.is(Operation.SUM) && factors(argument).isPresent());
        }
        return reader.is(Operation.INTERPOLATION)
                && reader.argument(0) == argument
                && reader.argument(1).kind().isPerParameter()
                && isNumber(reader.argument(2))
                && factors(argument).isPresent();
    }

    private static boolean isProduct(Node node) {
        return node instanceof Call call
                && call.kind().isPerParameter()
                && (scaled(call).isPresent() || factors(call).isPresent());
    }

    /** A number that Python holds. */
    static boolean isNumber(Node node) {
        return node instanceof Constant constant && Double.isFinite(constant.value())
                || node instanceof Input input && input.role() == Role.SHARE;
    }

    /** The array and the number of a product. */
    static Optional<List<Node>> scaled(Call call) {
        if (!call.is(Operation.PRODUCT)) {
            return Optional.empty();
        }
        int number = isNumber(call.argument(1)) ? 1 : 0;
        return isNumber(call.argument(number))
                        && call.argument(1 - number).kind().isPerParameter()
                ? Optional.of(List.of(call.argument(1 - number), call.argument(number)))
                : Optional.empty();
    }

    /** The arrays of a product. */
    static Optional<List<Node>> factors(Call call) {
        if (call.is(Operation.SQUARE)) {
            return Optional.of(List.of(call.argument(0), call.argument(0)));
        }
        return call.is(Operation.PRODUCT)
                        && call.arguments.stream()
                                .allMatch(argument -> argument.kind().isPerParameter())
                ? Optional.of(call.arguments)
                : Optional.empty();
    }

    @Override
    List<String> preparations() {
        List<String> lines = super.preparations();
        for (Input input : inputs()) {
            if (step.scales().contains(input)) {
                String name = input.name();
                String value = "torch.as_tensor(" + name + ", dtype=w" + (isOverLists() && !isList(input) ? "[0]" : "")
                        + ".dtype)";
                lines.add(name + " = "
                        + (isList(input) ? "[" + value + " for " + name + ", w in zip(" + name + ", w)]" : value));
            }
        }
        return lines;
    }

    @Override
    String zeros(Kind kind) {
        return kind.isPerParameter() ? "torch.zeros_like(w)" : "w.new_zeros(" + extents(kind) + ")";
    }

    @Override
    String array(String number) {
        return "torch.as_tensor(" + number + ")";
    }

    @Override
    String definition(Spelling spelling) {
        return spelling.definitions().torch();
    }

    @Override
    String template(Spelling spelling) {
        return spelling.torch();
    }

    @Override
    String operand(Call call, Node operand, String template) {
        if (!operand.kind().isNumber() || !template.contains("torch.") || !isPlain(operand)) {
            return text(operand);
        }
        // The functions of torch take no plain numbers.
        return "torch.as_tensor(" + text(operand) + ", dtype="
                + call.arguments.stream()
                        .filter(argument -> !isPlain(argument))
                        .findFirst()
                        .map(this::text)
                        .orElse("w") + ".dtype)";
    }

    private static boolean isPlain(Node node) {
        return node instanceof Constant || node instanceof Input input && input.role() == Role.SHARE;
    }

    @Override
    String copied(String array) {
        return array + ".clone()";
    }

    /** Whether the line may write to the array. */
    final boolean isSpent(Node node, Call line, int index) {
        boolean owned = node instanceof Call || node instanceof Input input && input.role() == Role.STATE;
        return owned
                && node.kind().isPerParameter()
                && !viewed.contains(node)
                && liveness.isLast(node, index)
                && Collections.frequency(liveness.operands(line), node) == 1;
    }

    final boolean isNeverNegative(Node node) {
        return signs.isNeverNegative(node);
    }

    @Override
    String expression(Call call, int line) {
        if (!call.kind().isPerParameter()) {
            return spelled(call);
        }
        return switch (call.function.operation()) {
            case PRODUCT -> product(call, line);
            case SUM, DIFFERENCE -> sum(call, line);
            case QUOTIENT -> quotient(call, line);
            case INTERPOLATION -> blend(call, line);
            case ROOT -> root(call, line);
            case SIGN -> sign(call, line);
            default -> spelled(call);
        };
    }

    private String product(Call call, int line) {
        int spent = isSpent(call.argument(0), call, line) ? 0 : isSpent(call.argument(1), call, line) ? 1 : -1;
        return spent < 0 ? spelled(call) : text(call.argument(spent)) + ".mul_(" + bare(call.argument(1 - spent)) + ")";
    }

    private String sum(Call call, int line) {
        String operation = call.is(Operation.SUM) ? "add" : "sub";
        int joined = liveness.isWithin(call.argument(1)) ? 1 : liveness.isWithin(call.argument(0)) ? 0 : -1;
        if (joined >= 0) {
            Node base = call.argument(1 - joined);
            Call product = (Call) call.argument(joined);
            String addends = scaled(product)
                    .map(parts -> text(parts.get(0)) + ", alpha=" + bare(parts.get(1)))
                    .orElseGet(() -> products(product));
            String function = scaled(product).isPresent() ? operation : "addcmul";
            return isSpent(base, call, line)
                    ? text(base) + "." + function + "_(" + addends + ")"
                    : "torch." + function + "(" + text(base) + ", " + addends + ")";
        }
        if (isSpent(call.argument(0), call, line)) {
            return text(call.argument(0)) + "." + operation + "_(" + bare(call.argument(1)) + ")";
        }
        if (call.is(Operation.SUM) && isSpent(call.argument(1), call, line)) {
            return text(call.argument(1)) + ".add_(" + bare(call.argument(0)) + ")";
        }
        return spelled(call);
    }

    private String products(Call product) {
        List<Node> factors = factors(product).orElseThrow();
        return text(factors.get(0)) + ", " + text(factors.get(1));
    }

    private String quotient(Call call, int line) {
        Node divisor = call.argument(1);
        String guarded = isSpent(divisor, call, line) ? text(divisor) + ".add_(1e-8)" : text(divisor) + " + 1e-8";
        if (isSpent(call.argument(0), call, line)) {
            return text(call.argument(0)) + ".div_(" + guarded + ")";
        }
        return text(call.argument(0)) + " / " + (isSpent(divisor, call, line) ? guarded : "(" + guarded + ")");
    }

    private String blend(Call call, int line) {
        Node x = call.argument(0);
        Node y = call.argument(1);
        Node share = call.argument(2);
        if (!y.kind().isPerParameter() || !isNumber(share) || liveness.isWithin(y)) {
            return spelled(call);
        }
        String rest = "1 - " + text(share);
        String kept = isSpent(y, call, line)
                ? text(y) + ".mul_(" + bare(share) + ")"
                : "torch.mul(" + text(y) + ", " + bare(share) + ")";
        if (liveness.isWithin(x)) {
            return kept + ".addcmul_(" + products((Call) x) + ", value=" + rest + ")";
        }
        return x.kind().isNumber()
                ? kept + ".add_((" + rest + ") * " + text(x) + ")"
                : kept + ".add_(" + text(x) + ", alpha=" + rest + ")";
    }

    private String root(Call call, int line) {
        Node x = call.argument(0);
        if (!isNeverNegative(x)) {
            return "torch.abs(" + text(x) + ").sqrt_()";
        }
        return isSpent(x, call, line) ? text(x) + ".sqrt_()" : "torch.sqrt(" + text(x) + ")";
    }

    private String sign(Call call, int line) {
        String x = text(call.argument(0));
        return isSpent(call.argument(0), call, line)
                ? "torch.sign(" + x + ").add_(" + x + ".clamp_(-1, 1), alpha=0)"
                : spelled(call);
    }

    /** An operand alone in parentheses. */
    final String bare(Node node) {
        String text = text(node);
        return text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
    }
}
