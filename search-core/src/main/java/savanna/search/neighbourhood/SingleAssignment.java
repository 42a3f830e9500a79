package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
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
        Program pruned = AbstractExecution.ofValid(program).pruned();
        Set<String> taken = new HashSet<>(pruned.inputs());
        Map<String, String> current = new HashMap<>();
        List<Statement> statements = new ArrayList<>(pruned.statements().size());
        for (Statement statement : pruned.statements()) {
            List<Operand> arguments = statement.arguments().stream()
                    .map(argument -> renamed(argument, current))
                    .toList();
            String target = fresh(statement.target(), taken);
            current.put(statement.target(), target);
            statements.add(new Statement(target, statement.function(), arguments));
        }
        List<String> results = pruned.results().stream()
                .map(name -> current.getOrDefault(name, name))
                .toList();
        return new Program(pruned.inputs(), statements, results);
    }

    private static Operand renamed(Operand operand, Map<String, String> current) {
        return operand instanceof Operand.Variable variable
                ? Operand.variable(current.getOrDefault(variable.name(), variable.name()))
                : operand;
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
