package savanna.dsl.program;

import java.util.HashSet;
import java.util.List;

/**
 * An optimizer step, as the paper writes it (section 3.1): a straight line of function calls from weights, gradient,
 * states and schedule to an update and the new states. The training loop is {@code w = w - update}.
 *
 * <p>A program is well-formed in shape only; whether its variables are defined is said by
 * {@link savanna.dsl.analysis.AbstractExecution}.
 *
 * @param inputs weights, gradient, then the states, last the schedule value in [0, 1]; distinct names
 * @param statements in order of execution
 * @param results the update, then the new value of each state in the order of the inputs
 */
public record Program(List<String> inputs, List<Statement> statements, List<String> results) {

    public Program {
        inputs = List.copyOf(inputs);
        statements = List.copyOf(statements);
        results = List.copyOf(results);
        if (inputs.size() < 3) {
            throw new IllegalArgumentException(
                    "a program has at least three inputs (weights, gradient, schedule), not " + inputs);
        }
        if (new HashSet<>(inputs).size() != inputs.size()) {
            throw new IllegalArgumentException("the inputs have distinct names, not " + inputs);
        }
        if (results.size() != inputs.size() - 2) {
            throw new IllegalArgumentException("a program with " + (inputs.size() - 3)
                    + " states returns the update and each state, not " + results);
        }
    }

    /** Reads the text form. @throws ProgramSyntaxException with line, column, expectation and suggestion */
    public static Program parse(String text) {
        return ProgramParser.parse(text);
    }

    /** Name of the weights: the first input. */
    public String weights() {
        return inputs.get(0);
    }

    /** Name of the gradient: the second input. */
    public String gradient() {
        return inputs.get(1);
    }

    /** Name of the schedule value: the last input. */
    public String schedule() {
        return inputs.get(inputs.size() - 1);
    }

    /** Names of the states, in order; may be empty. */
    public List<String> states() {
        return inputs.subList(2, inputs.size() - 1);
    }

    /** Name of the variable that holds the update at the end. */
    public String update() {
        return results.get(0);
    }

    /** The same inputs and results around other statements. */
    public Program withStatements(List<Statement> others) {
        return new Program(inputs, others, results);
    }

    /** The text form; {@link #parse} reads it back as an equal program. */
    /** Whether some statement looks at whole arrays, at their norms or shapes, and not at single elements. */
    public boolean looksAtArrays() {
        return statements.stream().anyMatch(statement -> !statement.function().isElementwise());
    }

    @Override
    public String toString() {
        return ProgramPrinter.print(this);
    }
}
