package savanna.dsl.rate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;
import savanna.dsl.program.Statement;

/**
 * Multiplies the learning rate of programs: where the update is proportional to a constant, that constant; else by one
 * statement more.
 */
public final class Rates {

    private static final Function TIMES = Functions.byOperator("*");
    private static final Function OVER = Functions.byOperator("/");

    private Rates() {}

    /**
     * The live statements of a program with the update multiplied by a factor; the program itself if that is 1. The
     * constant that it goes into is rounded to three digits, as one who writes programs would. A program in
     * single-assignment form stays in it.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if the program is not valid
     */
    public static Program scaled(Program program, double factor) {
        return scaled(program, factor, Rates::rounded);
    }

    /** As {@link #scaled}, but nothing is rounded: for measurements that compare programs which differ in digits. */
    public static Program scaledExactly(Program program, double factor) {
        return scaled(program, factor, value -> value);
    }

    private static Program scaled(Program program, double factor, DoubleUnaryOperator digits) {
        if (factor == 1) {
            return program;
        }
        Program live = AbstractExecution.ofValid(program).pruned();
        for (int i = live.statements().size() - 1; i >= 0; i--) {
            Optional<Integer> constant = constantFactor(live.statements().get(i));
            if (constant.isPresent() && isFactor(live, i)) {
                Slot slot = new Slot(i, constant.get());
                double value = digits.applyAsDouble(((Operand.Constant) slot.operand(live)).value() * factor);
                // Beyond the range of floats there is no such constant; a statement more still has the factor.
                if (Float.isFinite((float) value)) {
                    return slot.with(live, Operand.constant(value));
                }
            }
        }
        List<Statement> statements = new ArrayList<>(live.statements());
        // The update may be a state too, which keeps its size: the product has a name of its own.
        Set<String> taken = new HashSet<>(live.inputs());
        statements.forEach(statement -> taken.add(statement.target()));
        String update = Names.fresh(live.update(), taken);
        statements.add(new Statement(
                update,
                TIMES,
                List.of(Operand.variable(live.update()), Operand.constant(digits.applyAsDouble(factor)))));
        List<String> results = new ArrayList<>(live.results());
        results.set(0, update);
        return new Program(live.inputs(), statements, results);
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

    /** Whether the value of a statement is used once, and the update is proportional to it. */
    private static boolean isFactor(Program program, int index) {
        List<Slot> uses = uses(program, index);
        if (uses.size() != 1) {
            return false;
        }
        Slot use = uses.get(0);
        if (use.isResult(program)) {
            return use.position() == 0;
        }
        Statement statement = program.statements().get(use.statement());
        boolean isProportional = statement.function() == TIMES || statement.function() == OVER && use.position() == 0;
        return isProportional && isFactor(program, use.statement());
    }

    /** Where the value of a statement is used: until its variable is assigned again. */
    private static List<Slot> uses(Program program, int index) {
        String variable = program.statements().get(index).target();
        int last = index + 1;
        while (last < program.statements().size()
                && !program.statements().get(last).target().equals(variable)) {
            last++;
        }
        int end = last;
        return Slot.of(program).stream()
                .filter(slot -> slot.statement() > index && slot.statement() <= end)
                .filter(slot -> slot.operand(program).equals(Operand.variable(variable)))
                .toList();
    }
}
