package savanna.search.neighbourhood;

import java.util.ArrayList;
import java.util.List;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.search.objective.Objective;
import savanna.tasks.training.TrainingService;

/**
 * The simpler neighbours of a program: every single deletion (the uses of a statement take one of its arguments
 * instead), every argument replaced by another variable, and every call replaced by another function of as many or
 * fewer of its arguments, as far as what is left is simpler.
 */
final class Simplifications {

    private Simplifications() {}

    /** @param program in single-assignment form @param trainings computes what the neighbours are */
    static List<Neighbour> of(Program program, Objective objective, TrainingService trainings) {
        Analysis analysis = AbstractExecution.ofValid(program);
        Neighbours neighbours = new Neighbours(objective, analysis, trainings);
        deletions(program, neighbours);
        rewirings(program, neighbours);
        replacements(program, neighbours);
        return neighbours.simplerThan(objective.unmeasured(analysis));
    }

    private static void deletions(Program program, Neighbours neighbours) {
        for (int i = 0; i < program.statements().size(); i++) {
            Statement deleted = program.statements().get(i);
            for (Operand argument : deleted.arguments()) {
                Program edited = program;
                boolean isPossible = true;
                for (Slot slot : Slot.of(program)) {
                    if (slot.operand(program).equals(Operand.variable(deleted.target()))) {
                        isPossible &= argument instanceof Operand.Variable || !slot.isResult(program);
                        edited = isPossible ? slot.with(edited, argument) : edited;
                    }
                }
                if (isPossible) {
                    neighbours.add(edited, "delete " + deleted + ", use " + argument + " instead");
                }
            }
        }
    }

    private static void rewirings(Program program, Neighbours neighbours) {
        for (Slot slot : Slot.of(program)) {
            for (Operand variable : slot.variables(program)) {
                neighbours.add(slot.with(program, variable), "use " + variable + " as " + slot.words(program));
            }
        }
    }

    private static void replacements(Program program, Neighbours neighbours) {
        for (int i = 0; i < program.statements().size(); i++) {
            Statement statement = program.statements().get(i);
            for (Function function : Functions.all()) {
                if (function.arity() >= 1
                        && function.arity() <= statement.arguments().size()) {
                    for (List<Operand> arguments : choices(statement.arguments(), function.arity())) {
                        Statement replaced = new Statement(statement.target(), function, arguments);
                        List<Statement> statements = new ArrayList<>(program.statements());
                        statements.set(i, replaced);
                        neighbours.add(program.withStatements(statements), "replace " + statement + " by " + replaced);
                    }
                }
            }
        }
    }

    /** All choices of so many of the arguments, in their order. */
    private static List<List<Operand>> choices(List<Operand> arguments, int size) {
        List<List<Operand>> choices = new ArrayList<>();
        for (int mask = 0; mask < 1 << arguments.size(); mask++) {
            if (Integer.bitCount(mask) == size) {
                List<Operand> choice = new ArrayList<>();
                for (int i = 0; i < arguments.size(); i++) {
                    if ((mask >> i & 1) == 1) {
                        choice.add(arguments.get(i));
                    }
                }
                choices.add(choice);
            }
        }
        return choices;
    }
}
