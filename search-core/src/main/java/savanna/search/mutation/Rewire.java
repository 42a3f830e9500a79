package savanna.search.mutation;

import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;

/** Puts another variable where a value is used: as an argument of a statement, or as a result. */
public final class Rewire implements Mutation {

    @Override
    public String name() {
        return "rewire";
    }

    @Override
    public String document() {
        return "another variable as an argument or a result";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        Program single = SingleAssignment.connected(program);
        List<Slot> slots = Slot.of(single);
        Slot slot = choices.of(slots);
        Operand variable = choices.of(slot.variables(single));
        return variable.equals(slot.operand(single))
                ? Optional.empty()
                : Optional.of(new Edit(slot.with(single, variable), "use " + variable + " as " + slot.words(single)));
    }
}
