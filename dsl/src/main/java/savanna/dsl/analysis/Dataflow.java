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
 * A program with its names resolved: every argument and every result points at the value that it means. Values have
 * numbers: the inputs come first, in order, then one value a statement; constants are told apart by negative numbers.
 *
 * <p>Names are resolved here and nowhere else. What a program is in another form, such as kinds, expressions, nodes of
 * an engine or code, is an {@link Interpretation} of it.
 */
public final class Dataflow {

    /** Number of the weights. */
    public static final int WEIGHTS = 0;
    /** Number of the gradient. */
    public static final int GRADIENT = 1;
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

    /** Resolves a program; unknown variables are found as {@link #errors}. */
    Dataflow(Program program) {
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

    /** The program as it is written. */
    public Program program() {
        return program;
    }

    /** How many values there are, constants apart: inputs and statements. */
    public int values() {
        return inputs + arguments.length;
    }

    /** Number of the value that a statement makes. */
    public int value(int statement) {
        return inputs + statement;
    }

    /** Number of the value that an argument means; negative for a constant. */
    public int argument(int statement, int position) {
        return arguments[statement][position];
    }

    /** Number of the value that is returned: first the update, then the new value of each state. */
    public int result(int index) {
        return results[index];
    }

    /** Whether the value is a constant. */
    public static boolean isConstant(int value) {
        return value < 0;
    }

    /** The number that a constant is. */
    public double constant(int value) {
        return constants.get(-1 - value);
    }

    /** Index of the statement that makes the value; negative for an input or a constant. */
    public int statement(int value) {
        return value < 0 ? -1 : value - inputs;
    }

    public int states() {
        return inputs - 3;
    }

    /** Number of the k-th state's old value. */
    public int state(int k) {
        return 2 + k;
    }

    /** Number of the schedule value. */
    public int schedule() {
        return inputs - 1;
    }

    /** Whether a statement reads the value. */
    public boolean isRead(int value) {
        return !readers(value).isEmpty();
    }

    /** Indices of the statements that read the value, in order. */
    public List<Integer> readers(int value) {
        List<Integer> readers = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            for (int argument : arguments[i]) {
                if (argument == value) {
                    readers.add(i);
                    break;
                }
            }
        }
        return readers;
    }

    /** Whether the value is the update or the new value of a state. */
    public boolean isResult(int value) {
        for (int result : results) {
            if (result == value) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the results mean in an interpretation, the update first; every statement is met once, in order.
     *
     * @throws InvalidProgramException if a variable is unknown
     */
    public <T> List<T> results(Interpretation<T> interpretation) {
        if (!errors.isEmpty()) {
            throw new InvalidProgramException(errors.get(0).message());
        }
        List<T> values = new ArrayList<>(values());
        values.add(interpretation.weights());
        values.add(interpretation.gradient());
        for (int k = 0; k < states(); k++) {
            values.add(interpretation.state(k));
        }
        values.add(interpretation.schedule());
        for (int i = 0; i < arguments.length; i++) {
            List<T> operands = new ArrayList<>(arguments[i].length);
            for (int argument : arguments[i]) {
                operands.add(isConstant(argument) ? interpretation.constant(constant(argument)) : values.get(argument));
            }
            values.add(interpretation.call(i, operands));
        }
        List<T> returned = new ArrayList<>(results.length);
        for (int result : results) {
            returned.add(values.get(result));
        }
        return returned;
    }
}
