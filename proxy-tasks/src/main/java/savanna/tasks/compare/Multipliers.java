package savanna.tasks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;
import savanna.dsl.rate.Rates;

/**
 * What tuning changes in a program: two factors.
 *
 * @param rate of the update, see {@link Rates}
 * @param decay of the constants that multiply the weights; without effect where there are none
 */
public record Multipliers(double rate, double decay) {
    /** A program as it is. */
    public static final Multipliers ONE = new Multipliers(1, 1);

    /** Factors are drawn between 1 / WIDEST and WIDEST. */
    private static final double WIDEST = 100;

    private static final Function TIMES = Functions.byOperator("*");

    public Multipliers {
        if (!(rate > 0 && decay > 0)) {
            throw new IllegalArgumentException("factors " + rate + " and " + decay + "; expected positive ones");
        }
    }

    /**
     * Tries for tuning: the program as it is, then factors drawn log-uniformly from a hundredth to a hundred. Each
     * factor has one draw in each of {@code count - 1} equal parts of that range, so that few tries cover it evenly.
     */
    public static List<Multipliers> draw(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " tries; expected at least 1, the program as it is");
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] rates = draws(count - 1, random);
        double[] decays = draws(count - 1, random);
        List<Multipliers> tries = new ArrayList<>(List.of(ONE));
        for (int i = 0; i < count - 1; i++) {
            tries.add(new Multipliers(rates[i], decays[i]));
        }
        return List.copyOf(tries);
    }

    private static double[] draws(int count, RandomGenerator random) {
        double[] draws = new double[count];
        for (int i = 0; i < count; i++) {
            double place = (i + random.nextDouble()) / count;
            int other = random.nextInt(i + 1);
            draws[i] = draws[other];
            // Three digits are finer than any tuning, and read well in a table.
            draws[other] =
                    Double.parseDouble(String.format(java.util.Locale.ROOT, "%.2e", Math.pow(WIDEST, 2 * place - 1)));
        }
        return draws;
    }

    /** The program with these factors; where the rate is another, without the statements that have no effect. */
    public Program apply(Program program) {
        List<Statement> statements = program.statements().stream()
                .map(statement -> decayed(statement, program.weights()))
                .toList();
        return Rates.scaledExactly(program.withStatements(statements), rate);
    }

    /** The statement with the decay on its constant, if it multiplies the weights by one within the range of floats. */
    private Statement decayed(Statement statement, String weights) {
        List<Operand> arguments = statement.arguments();
        if (statement.function() != TIMES || !arguments.contains(Operand.variable(weights))) {
            return statement;
        }
        return new Statement(
                statement.target(),
                TIMES,
                arguments.stream()
                        .map(argument -> argument instanceof Operand.Constant constant
                                        && Float.isFinite((float) (constant.value() * decay))
                                ? Operand.constant(constant.value() * decay)
                                : argument)
                        .toList());
    }
}
