package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Deletes a statement (paper, section 3.1). */
public final class DeleteStatement implements Mutation {

    @Override
    public String name() {
        return "delete";
    }

    @Override
    public String document() {
        return "a statement goes (paper)";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        if (program.statements().isEmpty()) {
            return Optional.empty();
        }
        List<Statement> statements = new ArrayList<>(program.statements());
        int index = choices.index(statements.size());
        Statement deleted = statements.remove(index);
        return Optional.of(new Edit(program.withStatements(statements), "delete " + (index + 1) + ": " + deleted));
    }
}
