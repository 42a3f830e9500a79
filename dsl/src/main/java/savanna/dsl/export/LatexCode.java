package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.export.LatexTemplate.Level;
import savanna.dsl.export.LatexTemplate.Text;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Operation;

/**
 * The step as an {@code align*} environment, as papers print it: what is used once is written where it is used, all
 * else gets a line and a symbol of its own; so does a fraction that would stand in another. A state that only counts
 * steps, as the bias corrections do, is written as what it is: {@code 1 - 0.9^t}.
 */
final class LatexCode {

    /** Columns of a line, less the mark that ends it. */
    private static final int WIDTH = 77;

    private static final String INDENT = "      ";
    private static final String FRACTION = "\\frac";
    /** Beside a divisor of this size the guard of division is nothing. */
    private static final double LARGE = 1e-4;

    private static final String SHAPES =
            "% Arrays are matrices of m rows and n columns, a vector of 1 and n. A B is the matrix product, X^{-1/p} the inverse p-th root of a matrix;\n"
                    + "% all else, \\cdot, powers, roots and quotients among it, is taken number by number, repeated along rows and columns where there is one.\n";

    private final Equations equations;
    private final Signs signs;
    private final Map<Node, Long> uses;
    private final Map<Node, Text> texts = new HashMap<>();
    /** By text of a symbol at this step, the symbol. */
    private final Map<String, String> symbols = new HashMap<>();

    private final LatexSymbols names = new LatexSymbols();
    private final List<String> lines = new ArrayList<>();

    LatexCode(Analysis analysis) {
        Equations written = Equations.written(analysis);
        Map<Node, Node> closed = new HashMap<>();
        List<Integer> kept = new ArrayList<>();
        for (int k = 0; k < written.states().size(); k++) {
            Node next = written.next().get(k);
            if (isCorrection(next, written.states().get(k))) {
                double share = ((Constant) ((Call) next).argument(2)).value();
                closed.put(next, correction(share, "t"));
                closed.put(written.states().get(k), correction(share, "{t-1}"));
            } else {
                kept.add(k);
            }
        }
        Equations replaced = written.replaced(closed);
        equations = new Equations(
                kept.stream().map(replaced.states()::get).toList(),
                replaced.update(),
                kept.stream().map(replaced.next()::get).toList());
        signs = new Signs(equations, Map.of());
        uses = equations.uses();
    }

    /** Whether a state is {@code 1 - share ^ t}: it interpolates between 1 and itself. */
    private static boolean isCorrection(Node next, Input state) {
        return next.calls(Operation.INTERPOLATION)
                && ((Call) next).argument(0).equals(new Constant(1))
                && ((Call) next).argument(1).equals(state)
                && ((Call) next).argument(2) instanceof Constant share
                && Shares.isProper(share.value())
                && 1 - share.value() >= LARGE;
    }

    private static Input correction(double share, String time) {
        return Input.share("1 - " + number(share) + "^" + time);
    }

    private static boolean isCorrection(Node node) {
        return node instanceof Input input && input.role() == Node.Role.SHARE;
    }

    String text() {
        texts.put(Node.WEIGHTS, new Text("\\theta_{t-1}", Level.ATOM));
        texts.put(Node.GRADIENT, symbol("g"));
        texts.put(Node.SCHEDULE, new Text("\\eta_t", Level.ATOM));
        List<String> states = new ArrayList<>();
        for (Input state : equations.states()) {
            states.add(names.unique(state.name()));
            texts.put(state, new Text(states.get(states.size() - 1) + "_{t-1}", Level.ATOM));
        }
        uses.keySet().stream()
                .filter(LatexCode::isCorrection)
                .forEach(node -> texts.put(node, new Text(((Input) node).name(), Level.SUM)));
        boolean[] written = new boolean[states.size()];
        for (Call call : Node.calls(equations.results())) {
            Text text = written(call);
            int state = equations.next().indexOf(call);
            if (state >= 0) {
                written[state] = true;
                texts.put(call, line(states.get(state), text));
            } else {
                // A transpose is no more than a mark at its argument.
                boolean isMark = call.function.is(Fact.INVOLUTION) && call.function.isLeafwise();
                texts.put(call, uses.get(call) > 1 && !isMark ? line(names.unique(call.name), text) : text);
            }
        }
        for (int k = 0; k < written.length; k++) {
            // One that nothing changes has no equation.
            if (!written[k]
                    && !equations.next().get(k).equals(equations.states().get(k))) {
                lines.add(
                        states.get(k) + "_t &= " + text(equations.next().get(k)).latex());
            }
        }
        lines.add("\\theta_t &= \\theta_{t-1} - " + text(equations.update()).at(Level.PRODUCT));
        return "% Exported by Savanna: g_t gradient, \\theta_t weights, \\eta_t schedule in [0, 1]; a quotient is guarded by \\epsilon = 10^{-8}; states are 0 at t = 0.\n"
                + (equations.results().stream().anyMatch(LatexCode::seesShapes) ? SHAPES : "")
                + "\\begin{align*}\n"
                + lines.stream().map(line -> broken("  " + line)).collect(Collectors.joining(" \\\\\n"))
                + "\n\\end{align*}\n";
    }

    private Text symbol(String symbol) {
        symbols.put(symbol + "_t", symbol);
        return new Text(symbol + "_t", Level.ATOM);
    }

    private static boolean seesShapes(Node result) {
        return Node.calls(List.of(result)).stream()
                .anyMatch(call -> call.function.isLeafwise() || call.function.isOfShape());
    }

    /** Gives a value a line of its own. */
    private Text line(String symbol, Text value) {
        lines.add(symbol + "_t &= " + value.latex());
        return symbol(symbol);
    }

    private Text text(Node node) {
        if (node instanceof Constant constant) {
            String number = number(constant.value());
            return new Text(
                    number,
                    constant.value() < 0
                            ? Level.SUM
                            : number.contains("cdot")
                                    ? Level.PRODUCT
                                    : number.contains("^") ? Level.POWER : Level.ATOM);
        }
        Text known = texts.get(node);
        return known != null ? known : written((Call) node);
    }

    private Text written(Call call) {
        return switch (call.function.operation()) {
            case PRODUCT -> product(call.argument(0), call.argument(1));
            case INTERPOLATION ->
                call.argument(2) instanceof Constant share
                        ? blend(call.argument(0), call.argument(1), share.value())
                        : template(call, call.function.spelling().latex());
            case ROOT ->
                template(
                        call,
                        signs.isNeverNegative(call.argument(0))
                                ? "\\sqrt{{0}}"
                                : call.function.spelling().latex());
            case QUOTIENT -> quotient(call);
            default ->
                call.function.is(Fact.ASSOCIATIVE)
                        ? matrixProduct(call)
                        : template(call, call.function.spelling().latex());
        };
    }

    /** Factors side by side; one that is a product of numbers has brackets, since that is another product. */
    private Text matrixProduct(Call call) {
        String factors = call.arguments.stream()
                .map(argument -> {
                    boolean isInner = argument instanceof Call inner && inner.function == call.function;
                    return text(argument).at(isInner ? Level.PRODUCT : Level.POWER);
                })
                .collect(Collectors.joining(" "));
        return new Text(factors, Level.PRODUCT);
    }

    private Text quotient(Call call) {
        Node x = call.argument(0);
        Node y = call.argument(1);
        boolean roots = x.calls(Operation.ROOT)
                && y.calls(Operation.ROOT)
                && isCorrection(((Call) y).argument(0))
                && signs.isNeverNegative(((Call) x).argument(0));
        if (roots) {
            // The root of a corrected average: the average gets the hat, as papers have it.
            Text average = text(((Call) x).argument(0));
            Text corrected = line(
                    hat(average, call.name),
                    new Text(
                            FRACTION + "{" + average.latex() + "}{"
                                    + text(((Call) y).argument(0)).latex() + "}",
                            Level.POWER));
            return new Text("\\sqrt{" + corrected.latex() + "}", Level.ATOM);
        }
        return template(
                call,
                isCorrection(y)
                        ? FRACTION + "{{0}}{{1}}"
                        : call.function.spelling().latex());
    }

    private String hat(Text average, String name) {
        String symbol = symbols.get(average.latex());
        return symbol == null ? names.unique(name) : names.hat(symbol, name);
    }

    private Text template(Call call, String latex) {
        if (latex.contains(FRACTION)) {
            for (Node argument : call.arguments) {
                if (argument instanceof Call inner && text(inner).latex().contains(FRACTION)) {
                    boolean corrects = inner.is(Operation.QUOTIENT) && isCorrection(inner.argument(1));
                    String symbol = corrects ? hat(text(inner.argument(0)), inner.name) : names.unique(inner.name);
                    texts.put(inner, line(symbol, text(inner)));
                }
            }
        }
        return new LatexTemplate(latex, call.arguments.size()).filled(k -> text(call.argument(k)));
    }

    /** Numbers in front: {@code 0.001\\,\\eta_t \\cdot x}. */
    private Text product(Node x, Node y) {
        Node first = y.kind().isNumber() && !x.kind().isNumber() || y instanceof Constant && !(x instanceof Constant)
                ? y
                : x;
        String rest = text(first == x ? y : x).at(Level.PRODUCT);
        boolean thin = first instanceof Constant && !Character.isDigit(rest.charAt(0));
        return new Text(text(first).at(Level.PRODUCT) + (thin ? "\\," : " \\cdot ") + rest, Level.PRODUCT);
    }

    private Text blend(Node x, Node y, double share) {
        Text first = part(1 - share, x);
        Text second = part(share, y);
        boolean minus = second.latex().startsWith("-");
        return new Text(
                first.latex() + (minus ? " - " + second.latex().substring(1) : " + " + second.latex()), Level.SUM);
    }

    private Text part(double weight, Node node) {
        if (node instanceof Constant constant) {
            return new Text(number(weight * constant.value()), Level.SUM);
        }
        Text text = text(node);
        return (float) weight == 1
                ? text
                : new Text(
                        number(weight)
                                + (Character.isDigit(text.at(Level.PRODUCT).charAt(0)) ? " \\cdot " : "\\,")
                                + text.at(Level.PRODUCT),
                        Level.PRODUCT);
    }

    /** The line over several, broken at spaces and between the halves of fractions, which mean nothing to LaTeX. */
    private static String broken(String line) {
        StringBuilder text = new StringBuilder();
        String rest = line;
        while (rest.length() > WIDTH) {
            int space = rest.lastIndexOf(' ', WIDTH);
            int halves = rest.lastIndexOf("}{", WIDTH - 1) + 1;
            int at = Math.max(space, halves);
            if (at <= INDENT.length()) {
                break;
            }
            text.append(rest, 0, at).append('\n');
            rest = INDENT + rest.substring(at).stripLeading();
        }
        return text.append(rest).toString();
    }

    private static String number(double value) {
        String text = Float.toString((float) value).replaceFirst("\\.0$", "");
        int exponent = text.indexOf('E');
        if (exponent < 0) {
            return text;
        }
        String mantissa = text.substring(0, exponent).replaceFirst("\\.0$", "");
        return (mantissa.equals("1") ? "" : mantissa + " \\cdot ") + "10^{" + text.substring(exponent + 1) + "}";
    }
}
