package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.export.LatexTemplate.Level;
import savanna.dsl.export.LatexTemplate.Text;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * The step as an {@code align*} environment: what is used once is written where it is used, all else gets a line of its
 * own; so does a fraction that would stand in another.
 */
final class LatexCode {

    /** Columns of a line, less the mark that ends it. */
    private static final int WIDTH = 77;

    private static final String INDENT = "      ";
    private static final String FRACTION = "\\frac";
    private static final String GRADIENT = "g";

    /**
     * A value.
     *
     * @param name of its variable, of which a line of its own makes a symbol; empty for a number that is written out
     * @param isNumber one number for the whole model: it stands in front of a product
     */
    private record Value(Text text, String name, boolean isNumber) {}

    private final Program program;
    private final List<Kind> kinds;
    private final Map<String, Value> values = new HashMap<>();
    /** By state. */
    private final List<String> symbols = new ArrayList<>();

    private final Set<String> taken = new HashSet<>(Set.of(GRADIENT));
    private final List<String> lines = new ArrayList<>();

    LatexCode(Program program) {
        this.program = program;
        this.kinds = AbstractExecution.ofValid(program).kindsWhereStatesAre(Kind.TENSOR);
    }

    String text() {
        input(program.weights(), "\\theta_{t-1}", false);
        input(program.gradient(), GRADIENT + "_t", false);
        input(program.schedule(), "\\eta_t", true);
        program.states().forEach(state -> symbols.add(unique(state)));
        for (int k = 0; k < symbols.size(); k++) {
            input(program.states().get(k), symbols.get(k) + "_{t-1}", false);
        }
        List<Statement> statements = program.statements();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            int state = stateOf(statement.target(), i + 1);
            Value value =
                    new Value(call(statement), statement.target(), kinds.get(i).isNumber());
            values.remove(statement.target());
            values.put(
                    statement.target(),
                    state >= 0
                            ? named(value, symbols.get(state))
                            : uses(statement.target(), i + 1) > 1 ? named(value) : value);
        }
        for (int k = 0; k < symbols.size(); k++) {
            String result = program.results().get(k + 1);
            // One that no update depends on returns itself.
            boolean isWritten = isAssigned(result)
                    ? stateOf(result, statements.size()) == k
                    : result.equals(program.states().get(k));
            if (!isWritten) {
                lines.add(symbols.get(k) + "_t &= " + values.get(result).text().latex());
            }
        }
        lines.add("\\theta_t &= \\theta_{t-1} - "
                + values.get(program.update()).text().at(Level.PRODUCT));
        return "% Exported by Savanna: g_t gradient, \\theta_t weights, \\eta_t schedule in [0, 1]; a quotient is guarded by \\epsilon = 10^{-8}; states are 0 at t = 0.\n\\begin{align*}\n"
                + lines.stream().map(line -> broken("  " + line)).collect(Collectors.joining(" \\\\\n"))
                + "\n\\end{align*}\n";
    }

    private void input(String variable, String latex, boolean isNumber) {
        values.put(variable, new Value(new Text(latex, Level.ATOM), latex, isNumber));
    }

    /** Gives a value a line of its own. */
    private Value named(Value value) {
        // A gradient that is clipped, say, stays g_t as in the program, as long as no other line, written or still to
        // be, means the old one.
        boolean isGradient = value.name().equals(program.gradient())
                && value.name().equals(GRADIENT)
                && Stream.concat(
                                lines.stream(),
                                values.values().stream()
                                        .map(other -> other.text().latex()))
                        .noneMatch(latex -> mentions(latex, GRADIENT + "_t"));
        return named(value, isGradient ? GRADIENT : unique(value.name()));
    }

    private Value named(Value value, String symbol) {
        String latex = symbol + "_t";
        lines.add(latex + " &= " + value.text().latex());
        return new Value(new Text(latex, Level.ATOM), value.name(), value.isNumber());
    }

    private static boolean mentions(String text, String latex) {
        return Pattern.compile("(?<![a-zA-Z\\\\])" + latex + "(?![a-zA-Z])")
                .matcher(text)
                .find();
    }

    /** The symbol of a name; one that is taken gets a number. */
    private String unique(String name) {
        String symbol = symbol(name);
        for (int i = 2; !taken.add(symbol); i++) {
            symbol = symbol(name + (Character.isDigit(name.charAt(name.length() - 1)) ? "_" : "") + i);
        }
        return symbol;
    }

    private boolean isAssigned(String variable) {
        return program.statements().stream()
                .anyMatch(statement -> statement.target().equals(variable));
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

    private int uses(String variable, int from) {
        int uses = 0;
        for (int i = from; i < program.statements().size(); i++) {
            for (Operand operand : program.statements().get(i).arguments()) {
                uses += operand.equals(Operand.variable(variable)) ? 1 : 0;
            }
            if (program.statements().get(i).target().equals(variable)) {
                return uses;
            }
        }
        return uses + (program.results().subList(1, program.results().size()).contains(variable) ? 1 : 0);
    }

    /** Index of the state whose new value the variable holds at the end, or -1. */
    private int stateOf(String variable, int from) {
        boolean again = program.statements().subList(from, program.statements().size()).stream()
                .anyMatch(statement -> statement.target().equals(variable));
        return again
                ? -1
                : program.results().subList(1, program.results().size()).indexOf(variable);
    }

    private Text call(Statement statement) {
        List<Operand> operands = statement.arguments();
        return switch (statement.function().operation()) {
            case PRODUCT -> product(value(operands.get(0)), value(operands.get(1)));
            case INTERPOLATION ->
                operands.get(2) instanceof Operand.Constant share
                        ? blend(operands.get(0), operands.get(1), share.value())
                        : template(statement);
            default -> template(statement);
        };
    }

    private Text template(Statement statement) {
        String latex = statement.function().spelling().latex();
        if (latex.contains(FRACTION)) {
            for (Operand operand : statement.arguments()) {
                if (operand instanceof Operand.Variable variable
                        && value(operand).text().latex().contains(FRACTION)) {
                    values.put(variable.name(), named(value(operand)));
                }
            }
        }
        return new LatexTemplate(latex, statement.arguments().size())
                .filled(k -> value(statement.arguments().get(k)).text());
    }

    /** Numbers in front: {@code 0.001\,\eta_t \cdot x}. */
    private static Text product(Value x, Value y) {
        Value first = y.isNumber() && !x.isNumber() || isWritten(y) && !isWritten(x) ? y : x;
        String rest = (first == x ? y : x).text().at(Level.PRODUCT);
        boolean thin = isWritten(first) && !Character.isDigit(rest.charAt(0));
        return new Text(first.text().at(Level.PRODUCT) + (thin ? "\\," : " \\cdot ") + rest, Level.PRODUCT);
    }

    private static boolean isWritten(Value value) {
        return value.name().isEmpty();
    }

    private Text blend(Operand x, Operand y, double share) {
        Text first = part(1 - share, x);
        Text second = part(share, y);
        boolean minus = second.latex().startsWith("-");
        return new Text(
                first.latex() + (minus ? " - " + second.latex().substring(1) : " + " + second.latex()), Level.SUM);
    }

    private Text part(double weight, Operand operand) {
        if (operand instanceof Operand.Constant constant) {
            return new Text(number(weight * constant.value()), Level.SUM);
        }
        Text text = value(operand).text();
        return (float) weight == 1
                ? text
                : new Text(
                        number(weight)
                                + (Character.isDigit(text.at(Level.PRODUCT).charAt(0)) ? " \\cdot " : "\\,")
                                + text.at(Level.PRODUCT),
                        Level.PRODUCT);
    }

    private Value value(Operand operand) {
        if (operand instanceof Operand.Constant constant) {
            String number = number(constant.value());
            return new Value(
                    new Text(
                            number,
                            constant.value() < 0
                                    ? Level.SUM
                                    : number.contains("cdot")
                                            ? Level.PRODUCT
                                            : number.contains("^") ? Level.POWER : Level.ATOM),
                    "",
                    true);
        }
        return values.get(operand.toString());
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

    private static String symbol(String name) {
        return switch (name) {
            case "momentum" -> "m";
            case "second_moment" -> "v";
            default -> name.length() == 1 && !name.equals("_") ? name : "\\mathit{" + name.replace("_", "\\_") + "}";
        };
    }
}
