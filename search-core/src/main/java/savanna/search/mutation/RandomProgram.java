package savanna.search.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Forgets the program and draws another of the same length with the same inputs: the step of random search. The last
 * statement assigns the update, without which hardly any draw would be valid; new values of states have the states'
 * names, so that no draw lacks one. It is for drawing only: no one goes through all programs.
 */
public final class RandomProgram implements Mutation {

    @Override
    public String name() {
        return "redraw";
    }

    @Override
    public String document() {
        return "another program of the same length";
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        int size = Math.max(1, program.statements().size());
        List<String> results = new ArrayList<>(List.of(program.update()));
        results.addAll(program.states());
        Program drawn = new Program(program.inputs(), List.of(), results);
        for (int i = 0; i < size; i++) {
            String target = i == size - 1 ? program.update() : Parts.target(drawn, choices);
            List<Statement> statements = new ArrayList<>(drawn.statements());
            statements.add(Parts.statement(drawn, i, target, choices));
            drawn = drawn.withStatements(statements);
        }
        return Optional.of(new Edit(drawn, "drawn at random"));
    }
}
