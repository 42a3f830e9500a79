package savanna.search.mutation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Programs in which every variable is assigned once, and inputs never: there, a name always means the same value, and
 * an edit at one place changes nothing elsewhere.
 */
public final class SingleAssignment {

    private SingleAssignment() {}

    /** The live statements of a valid program, in single-assignment form. It computes the same function. */
    public static Program of(Program program) {
        Analysis reduced = AbstractExecution.ofValid(program).reduced();
        Renaming renaming = new Renaming(reduced.program());
        List<String> results = reduced.flow().results(renaming).stream()
                .map(result -> ((Operand.Variable) result).name())
                .toList();
        return new Program(reduced.program().inputs(), renaming.statements, results);
    }

    /**
     * Any program in single-assignment form, without the statements that no result follows from. Unlike {@link #of} it
     * looks at one step only, and costs a microsecond. What is in that form stays as it is.
     */
    static Program connected(Program program) {
        Set<String> taken = new HashSet<>(program.inputs());
        Map<String, String> current = new HashMap<>();
        List<Statement> renamed = new ArrayList<>(program.statements().size());
        for (Statement statement : program.statements()) {
            List<Operand> arguments = new ArrayList<>(statement.arguments().size());
            for (Operand argument : statement.arguments()) {
                arguments.add(
                        argument instanceof Operand.Variable variable && current.containsKey(variable.name())
                                ? Operand.variable(current.get(variable.name()))
                                : argument);
            }
            String target = Names.fresh(statement.target(), taken);
            current.put(statement.target(), target);
            renamed.add(new Statement(target, statement.function(), arguments));
        }
        List<String> results = program.results().stream()
                .map(name -> current.getOrDefault(name, name))
                .toList();
        return new Program(program.inputs(), used(renamed, results), results);
    }

    private static List<Statement> used(List<Statement> statements, List<String> results) {
        Set<String> used = new HashSet<>(results);
        List<Statement> kept = new ArrayList<>();
        for (int i = statements.size() - 1; i >= 0; i--) {
            Statement statement = statements.get(i);
            if (used.contains(statement.target())) {
                kept.add(statement);
                statement.arguments().forEach(argument -> {
                    if (argument instanceof Operand.Variable variable) {
                        used.add(variable.name());
                    }
                });
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    /** A program as statements, each value under a name of its own. */
    private static final class Renaming implements Interpretation<Operand> {
        private final Program program;
        private final Set<String> taken;
        private final List<Statement> statements = new ArrayList<>();

        Renaming(Program program) {
            this.program = program;
            this.taken = new HashSet<>(program.inputs());
        }

        @Override
        public Operand weights() {
            return Operand.variable(program.weights());
        }

        @Override
        public Operand gradient() {
            return Operand.variable(program.gradient());
        }

        @Override
        public Operand state(int index) {
            return Operand.variable(program.states().get(index));
        }

        @Override
        public Operand schedule() {
            return Operand.variable(program.schedule());
        }

        @Override
        public Operand constant(double value) {
            return Operand.constant(value);
        }

        @Override
        public Operand call(int statement, List<Operand> arguments) {
            Statement old = program.statements().get(statement);
            String target = Names.fresh(old.target(), taken);
            statements.add(new Statement(target, old.function(), arguments));
            return Operand.variable(target);
        }
    }
}
