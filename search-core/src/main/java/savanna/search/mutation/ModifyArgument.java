package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Changes one argument of a random statement: a variable becomes another variable or a constant; a constant is, every
 * other time, moved as {@link ChangeConstant} does, else replaced like a variable.
 */
public final class ModifyArgument implements Mutation {

    @Override
    public Optional<Edit> mutate(Program program, RandomGenerator random) {
        if (program.statements().isEmpty()) {
            return Optional.empty();
        }
        int index = random.nextInt(program.statements().size());
        Statement statement = program.statements().get(index);
        if (statement.arguments().isEmpty()) {
            return Optional.empty();
        }
        int position = random.nextInt(statement.arguments().size());
        Operand old = statement.arguments().get(position);
        Operand replacement = old instanceof Operand.Constant constant && random.nextBoolean()
                ? ChangeConstant.moved(constant, random)
                : RandomParts.operand(program, index, random);
        return replacement.equals(old) ? Optional.empty() : Optional.of(replace(program, index, position, replacement));
    }

    /** Puts an operand in the place of an argument. */
    static Edit replace(Program program, int index, int position, Operand replacement) {
        Statement statement = program.statements().get(index);
        List<Operand> arguments = new ArrayList<>(statement.arguments());
        Operand old = arguments.set(position, replacement);
        Statement changed = new Statement(statement.target(), statement.function(), arguments);
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.set(index, changed);
        return new Edit(
                program.withStatements(statements),
                "modify " + (index + 1) + ": " + old + " -> " + replacement + " in " + changed);
    }
}
