package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Changes one argument of a statement (paper, section 3.1): a variable becomes another variable or a constant; a
 * constant is, every other time, moved as {@link ChangeConstant} does, else replaced like a variable.
 */
public final class ModifyArgument implements Mutation {

    @Override
    public String name() {
        return "modify";
    }

    @Override
    public String document() {
        return "another argument for a statement: a variable, or a constant, new or moved (paper)";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        if (program.statements().isEmpty()) {
            return Optional.empty();
        }
        int index = choices.index(program.statements().size());
        Statement statement = program.statements().get(index);
        if (statement.arguments().isEmpty()) {
            return Optional.empty();
        }
        int position = choices.index(statement.arguments().size());
        Operand old = statement.arguments().get(position);
        Operand replacement = old instanceof Operand.Constant constant && choices.either()
                ? choices.moved(constant)
                : another(program, index, position, choices);
        return replacement.equals(old) ? Optional.empty() : Optional.of(replace(program, index, position, replacement));
    }

    private static Operand another(Program program, int index, int position, Choices choices) {
        Statement statement = program.statements().get(index);
        Scope scope = new Scope(program, index, choices.functions());
        List<Operand> fitting = Parts.variables(program, index).stream()
                .filter(variable -> scope.takes(statement.function(), with(statement, position, variable)))
                .toList();
        boolean takesConstant =
                scope.takes(statement.function(), with(statement, position, Operand.constant(Parts.POINTS.get(0))));
        return takesConstant ? choices.operand(fitting, Parts.POINTS) : choices.of(fitting);
    }

    private static List<Operand> with(Statement statement, int position, Operand operand) {
        List<Operand> arguments = new ArrayList<>(statement.arguments());
        arguments.set(position, operand);
        return arguments;
    }

    /** Puts an operand in the place of an argument. */
    static Edit replace(Program program, int index, int position, Operand replacement) {
        Statement statement = program.statements().get(index);
        Operand old = statement.arguments().get(position);
        Statement changed =
                new Statement(statement.target(), statement.function(), with(statement, position, replacement));
        return new Edit(
                Parts.with(program, index, changed),
                "modify " + (index + 1) + ": " + old + " -> " + replacement + " in " + changed);
    }
}
