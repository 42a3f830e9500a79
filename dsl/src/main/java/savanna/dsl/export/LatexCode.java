package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** The step as an {@code align*} environment: what is used once is written where it is used, all else gets a line of its own. */
final class LatexCode {

    /** Columns of a line, less the mark that ends it. */
    private static final int WIDTH = 77;
    private static final String INDENT = "      ";

    private record Text(String latex, boolean isAtom) {}

    private final Program program;
    private final Map<String, Text> values = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    LatexCode(Program program) {
        this.program = program;
    }

    String text() {
        values.put(program.weights(), new Text("\\theta_{t-1}", true));
        values.put(program.gradient(), new Text("g_t", true));
        values.put(program.schedule(), new Text("\\eta_t", true));
        program.states().forEach(state -> values.put(state, new Text(symbol(state) + "_{t-1}", true)));
        List<Statement> statements = program.statements();
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            Text value = call(statement);
            int uses = uses(statement.target(), i + 1);
            int state = stateOf(statement.target(), i + 1);
            if (state >= 0) {
                String name = symbol(program.states().get(state)) + "_t";
                lines.add(name + " &= " + value.latex());
                values.put(statement.target(), new Text(name, true));
            } else if (uses > 1) {
                String name = symbol(statement.target()) + "_t";
                lines.add(name + " &= " + value.latex());
                values.put(statement.target(), new Text(name, true));
            } else {
                values.put(statement.target(), value);
            }
        }
        lines.add("\\theta_t &= \\theta_{t-1} - " + closed(values.get(program.update())));
        return "% Exported by Savanna: g_t gradient, \\theta_t weights, \\eta_t schedule in [0, 1]; a quotient is guarded by \\epsilon = 10^{-8}; states are 0 at t = 0.\n\\begin{align*}\n"
                + lines.stream().map(line -> broken("  " + line)).collect(Collectors.joining(" \\\\\n")) + "\n\\end{align*}\n";
    }

    /** The line over several, broken at spaces, which mean nothing to LaTeX. */
    private static String broken(String line) {
        StringBuilder text = new StringBuilder();
        String rest = line;
        while (rest.length() > WIDTH) {
            int at = rest.lastIndexOf(' ', WIDTH);
            if (at <= INDENT.length()) {
                break;
            }
            text.append(rest, 0, at).append('\n');
            rest = INDENT + rest.substring(at + 1);
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
        boolean again = program.statements().subList(from, program.statements().size()).stream().anyMatch(statement -> statement.target().equals(variable));
        return again ? -1 : program.results().subList(1, program.results().size()).indexOf(variable);
    }

    private Text call(Statement statement) {
        String function = statement.function().name();
        String text = statement.function().spelling().latex();
        boolean encloses = !(function.equals("add") || function.equals("subtract") || function.equals("multiply") || function.equals("interp") || function.equals("negative"));
        boolean isSum = function.equals("add") || function.equals("subtract");
        boolean open = isSum || function.equals("divide") || function.equals("sqrt") || function.equals("abs") || text.contains("({0}") && statement.arguments().size() == 1;
        for (int k = 0; k < statement.arguments().size(); k++) {
            Operand operand = statement.arguments().get(k);
            Text value = operand instanceof Operand.Constant constant ? new Text(number(constant.value()), constant.value() >= 0 && !number(constant.value()).contains("cdot")) : values.get(operand.toString());
            boolean bare = value.isAtom() || open && !(function.equals("subtract") && k == 1);
            text = text.replace("{" + k + "}", bare ? value.latex() : "(" + value.latex() + ")");
        }
        if (function.equals("interp") && statement.arguments().get(2) instanceof Operand.Constant share) {
            Text x = text(statement.arguments().get(0));
            Text y = text(statement.arguments().get(1));
            text = number(1 - share.value()) + "\\," + closed(x) + " + " + number(share.value()) + "\\," + closed(y);
        }
        return new Text(text, encloses);
    }

    private Text text(Operand operand) {
        return operand instanceof Operand.Constant constant ? new Text(number(constant.value()), constant.value() >= 0) : values.get(operand.toString());
    }

    private static String closed(Text text) {
        return text.isAtom() ? text.latex() : "(" + text.latex() + ")";
    }

    private static String number(double value) {
        String text = Float.toString((float) value).replaceFirst("\\.0$", "");
        int exponent = text.indexOf('E');
        return exponent < 0 ? text : text.substring(0, exponent).replaceFirst("\\.0$", "") + " \\cdot 10^{" + text.substring(exponent + 1) + "}";
    }

    private static String symbol(String name) {
        return switch (name) {
            case "momentum" -> "m";
            case "second_moment" -> "v";
            default -> name.length() == 1 ? name : "\\mathit{" + name.replace("_", "\\_") + "}";
        };
    }
}
