package savanna.dsl.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.dsl.text.Nearest;

/**
 * A program with its variables resolved. Values have numbers: the inputs first, then one a statement; constants are
 * told apart by negative numbers.
 */
final class Bindings {

    static final int WEIGHTS = 0;
    static final int GRADIENT = 1;
    /** Number of an unknown variable; the program is then invalid. */
    static final int UNKNOWN = Integer.MIN_VALUE;

    final Program program;
    final int inputs;
    /** By statement and argument: number of the value; {@code -1 - k} for the k-th constant. */
    final int[][] arguments;
    /** By statement: the value that its target had before, or {@link #UNKNOWN}. */
    final int[] replaced;
    /** Values of the update and of the new states. */
    final int[] results;

    final List<Double> constants = new ArrayList<>();
    final List<Finding> errors = new ArrayList<>();

    Bindings(Program program) {
        this.program = program;
        inputs = program.inputs().size();
        Map<String, Integer> current =
                new HashMap<>(2 * (inputs + program.statements().size()));
        for (int i = 0; i < inputs; i++) {
            current.put(program.inputs().get(i), i);
        }
        List<Statement> statements = program.statements();
        arguments = new int[statements.size()][];
        replaced = new int[statements.size()];
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            int[] numbers = new int[statement.arguments().size()];
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = number(statement.arguments().get(k), current, i);
            }
            arguments[i] = numbers;
            Integer before = current.put(statement.target(), inputs + i);
            replaced[i] = before == null ? UNKNOWN : before;
        }
        results = new int[program.results().size()];
        for (int i = 0; i < results.length; i++) {
            String name = program.results().get(i);
            Integer number = current.get(name);
            if (number == null) {
                errors.add(new Finding(
                        Finding.Severity.ERROR,
                        -1,
                        "the return line names the unknown variable \"" + name
                                + "\", expected an input or the target of a statement"
                                + Nearest.suggestion(name, current.keySet())));
            }
            results[i] = number == null ? UNKNOWN : number;
        }
    }

    private int number(Operand operand, Map<String, Integer> current, int statement) {
        if (operand instanceof Operand.Constant constant) {
            constants.add(constant.value());
            return -constants.size();
        }
        String name = ((Operand.Variable) operand).name();
        Integer number = current.get(name);
        if (number == null) {
            errors.add(new Finding(Finding.Severity.ERROR, statement, unknown(name, statement, current.keySet())));
            return UNKNOWN;
        }
        return number;
    }

    private String unknown(String name, int statement, Collection<String> known) {
        boolean later = program.statements().stream()
                .skip(statement)
                .anyMatch(other -> other.target().equals(name));
        return "statement " + (statement + 1) + " (" + program.statements().get(statement)
                + ") reads the unknown variable \"" + name
                + "\", expected an input or the target of an earlier statement"
                + (later ? "; it is assigned only here or later" : Nearest.suggestion(name, known));
    }

    int value(int statement) {
        return inputs + statement;
    }

    double constant(int number) {
        return constants.get(-1 - number);
    }

    int states() {
        return inputs - 3;
    }

    /** Number of the k-th state's old value. */
    int state(int k) {
        return 2 + k;
    }

    int schedule() {
        return inputs - 1;
    }
}
