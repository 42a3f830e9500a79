package savanna.search.mutation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** Draws the parts of random statements: functions, operands, targets, constants. */
final class RandomParts {

    /** Share of constants among drawn operands. */
    private static final double CONSTANT_SHARE = 0.25;

    private RandomParts() {}

    static Function function(RandomGenerator random) {
        return pick(Functions.all(), random);
    }

    /** A constant from the standard normal distribution, as the paper draws them. */
    static Operand constant(RandomGenerator random) {
        return Operand.constant((float) random.nextGaussian());
    }

    /** A variable that is defined before the statement of that index, or a constant. */
    static Operand operand(Program program, int index, RandomGenerator random) {
        return operand(definedBefore(program, index), random);
    }

    private static Operand operand(List<String> variables, RandomGenerator random) {
        return random.nextDouble() < CONSTANT_SHARE ? constant(random) : Operand.variable(pick(variables, random));
    }

    /** Any variable of the program, or a new one. */
    static String target(Program program, RandomGenerator random) {
        List<String> names = definedBefore(program, program.statements().size());
        names.add(freshName(names));
        return pick(names, random);
    }

    /** A random statement for the place of that index. */
    static Statement statement(Program program, int index, String target, RandomGenerator random) {
        Function function = function(random);
        List<Operand> arguments = new ArrayList<>(function.arity());
        List<String> variables = definedBefore(program, index);
        for (int i = 0; i < function.arity(); i++) {
            arguments.add(operand(variables, random));
        }
        return new Statement(target, function, arguments);
    }

    /** The inputs and the targets of the statements before that index, in order of appearance. */
    static List<String> definedBefore(Program program, int index) {
        Set<String> names = new LinkedHashSet<>(program.inputs());
        for (int i = 0; i < index; i++) {
            names.add(program.statements().get(i).target());
        }
        return new ArrayList<>(names);
    }

    static <T> T pick(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String freshName(List<String> names) {
        int i = 1;
        while (names.contains("v" + i)) {
            i++;
        }
        return "v" + i;
    }
}
