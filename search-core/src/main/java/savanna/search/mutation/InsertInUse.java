package savanna.search.mutation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Function;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;
import savanna.dsl.program.Statement;

/**
 * Inserts a statement whose value is used: at one place where a value is used, a function of variables defined there
 * takes its stead; the last argument of two may be a constant, that of three or more is one. Where it is drawn, the
 * value that it takes the stead of is every other time among the arguments.
 */
public final class InsertInUse implements Mutation {

    private static final int MOST_ARGUMENTS = 3;
    /** Starting point for the second argument of a function of two. */
    private static final List<Double> SECOND = List.of(0.5);

    @Override
    public String name() {
        return "insert-in-use";
    }

    @Override
    public String document() {
        return "a new statement whose value takes the stead of another at one place";
    }

    @Override
    public int growth() {
        return 1;
    }

    @Override
    public Optional<Edit> edit(Program program, Choices choices) {
        Program single = SingleAssignment.connected(program);
        Set<String> taken = new HashSet<>(single.inputs());
        single.statements().forEach(statement -> taken.add(statement.target()));
        Slot slot = choices.of(Slot.of(single));
        Scope scope = new Scope(single, slot.statement(), choices.functions());
        Function function = choices.of(scope.callable(choices.functions().upTo(MOST_ARGUMENTS)));
        List<Operand> arguments =
                choices.oftenWith(slot.operand(single), arguments(function, slot.variables(single), scope, choices));
        Statement inserted = new Statement(Names.fresh("t", taken), function, arguments);
        Program rewired = slot.with(single, Operand.variable(inserted.target()));
        List<Statement> statements = new ArrayList<>(rewired.statements());
        statements.add(slot.statement(), inserted);
        return Optional.of(
                new Edit(rewired.withStatements(statements), "insert " + inserted + " as " + slot.words(single)));
    }

    private static List<Operand> arguments(Function function, List<Operand> variables, Scope scope, Choices choices) {
        List<Operand> arguments = new ArrayList<>();
        for (int i = 0; i < Math.max(1, function.arity() - 1); i++) {
            List<Operand> fitting = scope.next(function, arguments, variables);
            arguments.add(choices.of(fitting.isEmpty() ? variables : fitting));
        }
        if (function.arity() > 1) {
            arguments.add(
                    function.arity() == 2
                            ? scope.operand(function, arguments, variables, SECOND, choices)
                            : choices.constant(Parts.POINTS));
        }
        return arguments;
    }
}
