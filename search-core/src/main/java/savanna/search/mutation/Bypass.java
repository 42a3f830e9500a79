package savanna.search.mutation;

import java.util.Optional;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;
import savanna.dsl.program.Statement;

/** Deletes a statement whose value is used: the uses take one of its arguments instead. */
public final class Bypass implements Mutation {

    @Override
    public String name() {
        return "bypass";
    }

    @Override
    public String document() {
        return "a statement goes, and its uses take one of its arguments";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        Program single = SingleAssignment.connected(program);
        if (single.statements().isEmpty()) {
            return Optional.empty();
        }
        Statement deleted = choices.of(single.statements());
        if (deleted.arguments().isEmpty()) {
            return Optional.empty();
        }
        Operand argument = choices.of(deleted.arguments());
        Operand value = Operand.variable(deleted.target());
        Program edited = single;
        for (Slot slot : Slot.of(single)) {
            if (slot.operand(single).equals(value)) {
                if (slot.isResult(single) && argument instanceof Operand.Constant) {
                    return Optional.empty();
                }
                edited = slot.with(edited, argument);
            }
        }
        Program without = edited.withStatements(edited.statements().stream()
                .filter(statement -> !statement.target().equals(deleted.target()))
                .toList());
        return Optional.of(new Edit(without, "delete " + deleted + ", use " + argument + " instead"));
    }
}
