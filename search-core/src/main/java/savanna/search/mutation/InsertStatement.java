package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Inserts a statement (paper, section 3.1): at any place, of any function, with any arguments and any target. */
public final class InsertStatement implements Mutation {

    @Override
    public String name() {
        return "insert";
    }

    @Override
    public String document() {
        return "any statement at any place (paper)";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        int index = choices.index(program.statements().size() + 1);
        Statement inserted = Parts.statement(program, index, Parts.target(program, choices), choices);
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.add(index, inserted);
        return Optional.of(new Edit(program.withStatements(statements), "insert at " + (index + 1) + ": " + inserted));
    }

    @Override
    public int growth() {
        return 1;
    }
}
