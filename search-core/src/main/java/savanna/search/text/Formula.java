package savanna.search.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * A program as one line: each result as an expression of the inputs, such as {@code update = sign(interp(g, m, 0.9)) *
 * lr; m = interp(g, m, 0.99)}. States that stay as they are do not appear.
 */
public final class Formula {

    /** How tightly an expression holds together. */
    private enum Binding {
        SUM,
        PRODUCT,
        WHOLE
    }

    /** An expression, and how tightly it holds together. */
    private record Part(String text, Binding binding) {

        String within(Binding outer) {
            return binding.compareTo(outer) < 0 ? "(" + text + ")" : text;
        }
    }

    /**
     * Beyond so many characters an expression in an expression becomes an ellipsis: shared ones can grow without end.
     */
    private static final int LONGEST = 400;

    private static final Map<String, String> SHORT = Map.of("momentum", "m", "second_moment", "v");

    private final Map<String, Part> values = new HashMap<>();

    private Formula() {}

    public static String of(Program program) {
        Formula formula = new Formula();
        program.inputs().forEach(input -> formula.values.put(input, new Part(shortened(input), Binding.WHOLE)));
        program.statements().forEach(formula::assign);
        List<String> lines = new ArrayList<>(List.of("update = " + formula.values.get(program.update()).text));
        for (int i = 0; i < program.states().size(); i++) {
            String state = shortened(program.states().get(i));
            String next = formula.values.get(program.results().get(i + 1)).text;
            if (!next.equals(state)) {
                lines.add(state + " = " + next);
            }
        }
        return String.join("; ", lines);
    }

    /** Simplification spells the usual states out. */
    private static String shortened(String input) {
        return SHORT.getOrDefault(input, input);
    }

    /** Cut to so many characters. */
    public static String cut(String formula, int length) {
        return formula.length() <= length
                ? formula
                : formula.substring(0, length - 3).stripTrailing() + "...";
    }

    private void assign(Statement statement) {
        Part value = value(statement);
        values.put(
                statement.target(),
                value.text.length() <= LONGEST ? value : new Part(cut(value.text, LONGEST), Binding.WHOLE));
    }

    private Part value(Statement statement) {
        List<Part> arguments = statement.arguments().stream().map(this::part).toList();
        if (statement.function().operator().isEmpty()) {
            return new Part(
                    statement.function().name()
                            + arguments.stream().map(Part::text).collect(Collectors.joining(", ", "(", ")")),
                    Binding.WHOLE);
        }
        String operator = statement.function().operator().get();
        Binding own = operator.equals("*") || operator.equals("/") ? Binding.PRODUCT : Binding.SUM;
        // What stands behind a minus or a stroke is taken as a whole.
        Binding behind = operator.equals("-") || operator.equals("/") ? next(own) : own;
        return new Part(
                arguments.get(0).within(own) + " " + operator + " "
                        + arguments.get(1).within(behind),
                own);
    }

    private static Binding next(Binding binding) {
        return Binding.values()[binding.ordinal() + 1];
    }

    private Part part(Operand operand) {
        return operand instanceof Operand.Variable variable
                ? values.get(variable.name())
                : new Part(operand.toString(), Binding.WHOLE);
    }
}
