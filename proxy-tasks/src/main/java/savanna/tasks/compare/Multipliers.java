package savanna.tasks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * What tuning changes in a program: two factors.
 *
 * @param rate of the first constant that multiplies the schedule value, or of the update where there is none
 * @param decay of the constants that multiply the weights; without effect where there are none
 */
public record Multipliers(double rate, double decay) {
    /** A program as it is. */
    public static final Multipliers ONE = new Multipliers(1, 1);

    /** Factors are drawn between 1 / WIDEST and WIDEST. */
    private static final double WIDEST = 100;

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

    /** The program with these factors. */
    public Program apply(Program program) {
        List<Statement> statements = new ArrayList<>();
        boolean isRateDone = false;
        for (Statement statement : program.statements()) {
            Statement changed = scaled(statement, program.weights(), decay).orElse(statement);
            if (!isRateDone) {
                Optional<Statement> faster = scaled(changed, program.schedule(), rate);
                isRateDone = faster.isPresent();
                changed = faster.orElse(changed);
            }
            statements.add(changed);
        }
        if (!isRateDone && rate != 1) {
            statements.add(new Statement(
                    program.update(),
                    Functions.byOperator("*"),
                    List.of(Operand.variable(program.update()), Operand.constant(rate))));
        }
        return program.withStatements(statements);
    }

    /** The statement with a factor on its constant, if it multiplies the variable by one. */
    private static Optional<Statement> scaled(Statement statement, String variable, double factor) {
        if (!statement.function().equals(Functions.byOperator("*"))) {
            return Optional.empty();
        }
        Operand left = statement.arguments().get(0);
        Operand right = statement.arguments().get(1);
        if (left.equals(Operand.variable(variable)) && right instanceof Operand.Constant constant) {
            return product(constant, factor)
                    .map(product -> new Statement(statement.target(), statement.function(), List.of(left, product)));
        }
        if (right.equals(Operand.variable(variable)) && left instanceof Operand.Constant constant) {
            return product(constant, factor)
                    .map(product -> new Statement(statement.target(), statement.function(), List.of(product, right)));
        }
        return Optional.empty();
    }

    /** Nothing beyond the range of floats, where there are no constants. */
    private static Optional<Operand> product(Operand.Constant constant, double factor) {
        return Optional.of(constant.value() * factor)
                .filter(value -> Float.isFinite(value.floatValue()))
                .map(Operand::constant);
    }
}
