package savanna.search.rate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.search.mutation.SingleAssignment;
import savanna.search.mutation.Slot;

/**
 * Multiplies the learning rate of programs: where the update is proportional to a constant, that constant; else by one
 * statement more.
 */
public final class Rates {

    private static final Function TIMES = Functions.byOperator("*");
    private static final Function OVER = Functions.byOperator("/");

    private Rates() {}

    /** The live statements of a valid program, in single-assignment form, with the update multiplied by a factor. */
    public static Program scaled(Program program, double factor) {
        Program single = SingleAssignment.of(program);
        if (factor == 1) {
            return single;
        }
        for (int i = single.statements().size() - 1; i >= 0; i--) {
            Optional<Integer> constant = constantFactor(single.statements().get(i));
            if (constant.isPresent()
                    && isFactor(single, single.statements().get(i).target())) {
                Slot slot = new Slot(i, constant.get());
                double value = rounded(((Operand.Constant) slot.operand(single)).value() * factor);
                // Beyond the range of floats there is no such constant; a statement more still has the factor.
                if (Float.isFinite((float) value)) {
                    return slot.with(single, Operand.constant(value));
                }
            }
        }
        List<Statement> statements = new ArrayList<>(single.statements());
        Set<String> taken = new HashSet<>(single.inputs());
        statements.forEach(statement -> taken.add(statement.target()));
        String update = SingleAssignment.fresh(single.update(), taken);
        statements.add(new Statement(
                update, TIMES, List.of(Operand.variable(single.update()), Operand.constant(rounded(factor)))));
        List<String> results = new ArrayList<>(single.results());
        results.set(0, update);
        return new Program(single.inputs(), statements, results);
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
    }

    private static Optional<Integer> constantFactor(Statement statement) {
        if (statement.function() != TIMES) {
            return Optional.empty();
        }
        List<Operand> arguments = statement.arguments();
        return arguments.get(0) instanceof Operand.Constant
                ? Optional.of(0)
                : arguments.get(1) instanceof Operand.Constant ? Optional.of(1) : Optional.empty();
    }

    /** Whether the variable is used once, and the update is proportional to it. */
    private static boolean isFactor(Program program, String variable) {
        List<Slot> uses = Slot.of(program).stream()
                .filter(slot -> slot.operand(program).equals(Operand.variable(variable)))
                .toList();
        if (uses.size() != 1) {
            return false;
        }
        Slot use = uses.get(0);
        if (use.isResult(program)) {
            return use.position() == 0;
        }
        Statement statement = program.statements().get(use.statement());
        boolean isProportional = statement.function() == TIMES || statement.function() == OVER && use.position() == 0;
        return isProportional && isFactor(program, statement.target());
    }
}
