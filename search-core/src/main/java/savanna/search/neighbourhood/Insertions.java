package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.search.objective.Objective;
import savanna.tasks.training.TrainingService;

/**
 * The neighbours of a program that have one statement more: for every place where a value is used, every function of
 * one or two variables defined there (and a constant, where it takes one more argument) is used in its stead.
 */
final class Insertions {

    /** Starting points for the third argument of a function; constants are tuned later. */
    private static final List<Double> THIRDS = List.of(0.1, 0.5, 0.9);
    /** Starting point for the second argument of a function of two. */
    private static final double SECOND = 0.5;

    private Insertions() {}

    /** @param program in single-assignment form @param trainings computes what the neighbours are */
    static List<Neighbour> of(Program program, Objective objective, TrainingService trainings) {
        Neighbours neighbours = new Neighbours(objective, AbstractExecution.ofValid(program), trainings);
        Set<String> taken = new HashSet<>(program.inputs());
        program.statements().forEach(statement -> taken.add(statement.target()));
        String target = SingleAssignment.fresh("t", taken);
        for (Slot slot : Slot.of(program)) {
            List<Operand> variables = slot.variables(program);
            for (Function function : Functions.all()) {
                for (List<Operand> arguments : arguments(function, variables)) {
                    Statement inserted = new Statement(target, function, arguments);
                    neighbours.add(
                            inserted(program, slot, inserted), "insert " + inserted + " as " + slot.words(program));
                }
            }
        }
        return neighbours.all();
    }

    private static Program inserted(Program program, Slot slot, Statement inserted) {
        Program rewired = slot.with(program, Operand.variable(inserted.target()));
        List<Statement> statements = new ArrayList<>(rewired.statements());
        statements.add(slot.statement(), inserted);
        return rewired.withStatements(statements);
    }

    private static List<List<Operand>> arguments(Function function, List<Operand> variables) {
        List<List<Operand>> all = new ArrayList<>();
        for (Operand first : variables) {
            switch (function.arity()) {
                case 1 -> all.add(List.of(first));
                case 2 -> {
                    variables.forEach(second -> all.add(List.of(first, second)));
                    all.add(List.of(first, Operand.constant(SECOND)));
                }
                case 3 ->
                    variables.forEach(second ->
                            THIRDS.forEach(constant -> all.add(List.of(first, second, Operand.constant(constant)))));
                default -> {}
            }
        }
        return all;
    }
}
