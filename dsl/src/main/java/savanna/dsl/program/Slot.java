package savanna.dsl.program;

import java.util.ArrayList;
import java.util.List;

/**
 * A place of a program where a value is used: an argument of a statement, or a result.
 *
 * @param statement index of the statement; the number of statements for a result
 * @param position index of the argument or result
 */
public record Slot(int statement, int position) {

    /** All slots, in order. */
    public static List<Slot> of(Program program) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < program.statements().size(); i++) {
            for (int j = 0; j < program.statements().get(i).arguments().size(); j++) {
                slots.add(new Slot(i, j));
            }
        }
        for (int k = 0; k < program.results().size(); k++) {
            slots.add(new Slot(program.statements().size(), k));
        }
        return slots;
    }

    public boolean isResult(Program program) {
        return statement == program.statements().size();
    }

    public Operand operand(Program program) {
        return isResult(program)
                ? Operand.variable(program.results().get(position))
                : program.statements().get(statement).arguments().get(position);
    }

    /** The program with another operand here; a result takes variables only. */
    public Program with(Program program, Operand operand) {
        if (isResult(program)) {
            List<String> results = new ArrayList<>(program.results());
            results.set(position, ((Operand.Variable) operand).name());
            return new Program(program.inputs(), program.statements(), results);
        }
        Statement old = program.statements().get(statement);
        List<Operand> arguments = new ArrayList<>(old.arguments());
        arguments.set(position, operand);
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.set(statement, new Statement(old.target(), old.function(), arguments));
        return program.withStatements(statements);
    }

    /** Variables that are defined here: the inputs and the targets of earlier statements. */
    public List<Operand> variables(Program program) {
        List<Operand> variables = new ArrayList<>();
        program.inputs().forEach(input -> variables.add(Operand.variable(input)));
        program.statements()
                .subList(0, statement)
                .forEach(earlier -> variables.add(Operand.variable(earlier.target())));
        return variables;
    }

    /** In words, such as {@code argument 2 of update = m / sqrt_v}. */
    public String words(Program program) {
        return isResult(program)
                ? "result " + (position + 1)
                : "argument " + (position + 1) + " of " + program.statements().get(statement);
    }
}
