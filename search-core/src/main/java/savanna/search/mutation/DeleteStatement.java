package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Deletes a random statement. */
public final class DeleteStatement implements Mutation {

    @Override
    public Optional<Edit> mutate(Program program, RandomGenerator random) {
        if (program.statements().isEmpty()) {
            return Optional.empty();
        }
        List<Statement> statements = new ArrayList<>(program.statements());
        int index = random.nextInt(statements.size());
        Statement deleted = statements.remove(index);
        return Optional.of(new Edit(program.withStatements(statements), "delete " + (index + 1) + ": " + deleted));
    }
}
