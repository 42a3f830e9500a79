package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Programs in which every variable is assigned once, and inputs never: there, a name always means the same value, and
 * an edit at one place changes nothing elsewhere.
 */
final class SingleAssignment {

    private SingleAssignment() {}

    /** The live statements of a valid program, in single-assignment form. It computes the same function. */
    static Program of(Program program) {
        Analysis reduced = AbstractExecution.ofValid(program).reduced();
        Renaming renaming = new Renaming(reduced.program());
        List<String> results = reduced.flow().results(renaming).stream()
                .map(result -> ((Operand.Variable) result).name())
                .toList();
        return new Program(reduced.program().inputs(), renaming.statements, results);
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
            String target = fresh(old.target(), taken);
            statements.add(new Statement(target, old.function(), arguments));
            return Operand.variable(target);
        }
    }

    /** The name itself or, if it is taken, the name with a number. */
    static String fresh(String name, Set<String> taken) {
        String base = name.replaceFirst("_\\d+$", "");
        String candidate = name;
        for (int i = 1; !taken.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }
}
