package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Inserts a random statement at a random place: any function, any arguments, any target. Refuses programs at their
 * largest size.
 */
public final class InsertStatement implements Mutation {

    private final int maxStatements;

    /** @param maxStatements size from which a program grows no more, at least 1 */
    public InsertStatement(int maxStatements) {
        if (maxStatements < 1) {
            throw new IllegalArgumentException("the largest number of statements is at least 1, not " + maxStatements);
        }
        this.maxStatements = maxStatements;
    }

    @Override
    public Optional<Edit> mutate(Program program, RandomGenerator random) {
        if (program.statements().size() >= maxStatements) {
            return Optional.empty();
        }
        int index = random.nextInt(program.statements().size() + 1);
        Statement inserted = RandomParts.statement(program, index, RandomParts.target(program, random), random);
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.add(index, inserted);
        return Optional.of(new Edit(program.withStatements(statements), "insert at " + (index + 1) + ": " + inserted));
    }
}
