package savanna.search.mutation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import savanna.dsl.function.Function;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Chooses the parts of new statements: functions, operands, targets. */
final class Parts {

    /** Starting points for a constant among a function's arguments. */
    static final List<Double> POINTS = List.of(0.1, 0.5, 0.9);

    private Parts() {}

    /** Any variable of the program, or a new one. */
    static String target(Program program, Choices choices) {
        List<String> names = definedBefore(program, program.statements().size());
        names.add(freshName(names));
        return choices.of(names);
    }

    /** Any statement for the place of that index. */
    static Statement statement(Program program, int index, String target, Choices choices) {
        Scope scope = new Scope(program, index, choices.functions());
        Function function = choices.of(scope.callable(choices.functions().functions()));
        List<Operand> arguments = new ArrayList<>(function.arity());
        List<Operand> variables = variables(program, index);
        for (int i = 0; i < function.arity(); i++) {
            arguments.add(scope.operand(function, arguments, variables, POINTS, choices));
        }
        return new Statement(target, function, arguments);
    }

    /** The variables that are defined before the statement of that index, in order of appearance. */
    static List<Operand> variables(Program program, int index) {
        return definedBefore(program, index).stream().map(Operand::variable).toList();
    }

    private static List<String> definedBefore(Program program, int index) {
        Set<String> names = new LinkedHashSet<>(program.inputs());
        for (int i = 0; i < index; i++) {
            names.add(program.statements().get(i).target());
        }
        return new ArrayList<>(names);
    }

    private static String freshName(List<String> names) {
        int i = 1;
        while (names.contains("v" + i)) {
            i++;
        }
        return "v" + i;
    }

    /** The program with another statement at an index. */
    static Program with(Program program, int index, Statement statement) {
        List<Statement> statements = new ArrayList<>(program.statements());
        statements.set(index, statement);
        return program.withStatements(statements);
    }
}
