package savanna.dsl.algebra;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * Executes programs in double precision with a division guard of one's choice: algebra holds up to the guard, so two
 * programs that differ at 1e-8 must agree as it goes to zero. Divisors made of constants keep their guard of 1e-8,
 * which algebra folds exactly.
 */
final class Behaviour {

    static final int[] LEAVES = {3, 2};
    static final int SIZE = 5;
    private static final int STEPS = 6;

    /**
     * Updates by step, the first of them clear: no divisor so small that the guard decides. Steps after the first at
     * which some value was not finite, or beyond any normal range, are absent.
     */
    record Trace(double[][] updates, int finiteSteps, int clearSteps) {}

    private Behaviour() {}

    static Trace of(Program program, double guard, double wobble, long seed) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        random = java.util.random.RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] weights = random.doubles(SIZE, -1.5, 1.5).toArray();
        double[][] states = new double[program.states().size()][SIZE];
        double[][] updates = new double[STEPS][];
        int clear = STEPS;
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = random.doubles(SIZE, -1.5, 1.5).toArray();
            Map<String, double[]> values = new HashMap<>();
            Set<String> constants = new HashSet<>();
            values.put(program.weights(), weights);
            values.put(program.gradient(), gradient);
            values.put(program.schedule(), filled(1 - 0.1 * step));
            for (int k = 0; k < states.length; k++) {
                values.put(program.states().get(k), states[k]);
            }
            for (Statement statement : program.statements()) {
                clear = divides(statement, values, constants, guard) ? Math.min(clear, step) : clear;
                double[] value = apply(statement, values, constants, guard, wobble);
                for (double number : value) {
                    if (!Double.isFinite(number) || Math.abs(number) > 1e30) {
                        return new Trace(updates, step, Math.min(clear, step));
                    }
                }
                values.put(statement.target(), value);
                boolean constant = statement.arguments().stream()
                                        .allMatch(o -> o instanceof Operand.Constant
                                                || constants.contains(((Operand.Variable) o).name()))
                                && statement.function().isElementwise()
                        || statement.function().arity() == 0;
                if (constant) {
                    constants.add(statement.target());
                } else {
                    constants.remove(statement.target());
                }
            }
            updates[step] = values.get(program.update());
            for (int k = 0; k < states.length; k++) {
                states[k] = values.get(program.results().get(k + 1));
            }
            weights = weights.clone();
            for (int i = 0; i < SIZE; i++) {
                weights[i] -= 1e-3 * updates[step][i];
            }
        }
        return new Trace(updates, STEPS, clear);
    }

    /** Whether something other than zero is divided by something no larger than the guard. */
    private static boolean divides(
            Statement statement, Map<String, double[]> values, Set<String> constants, double guard) {
        if (!statement.function().name().equals("divide")
                || !(statement.arguments().get(1) instanceof Operand.Variable divisor)
                || constants.contains(divisor.name())) {
            return false;
        }
        double[] below = values.get(divisor.name());
        double[] above = statement.arguments().get(0) instanceof Operand.Constant c
                ? filled(c.value())
                : values.get(((Operand.Variable) statement.arguments().get(0)).name());
        for (int i = 0; i < SIZE; i++) {
            if (Math.abs(below[i]) <= 10 * guard && above[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private static double[] filled(double value) {
        double[] array = new double[SIZE];
        java.util.Arrays.fill(array, value);
        return array;
    }

    private static double[] apply(
            Statement statement, Map<String, double[]> values, Set<String> constants, double guard, double wobble) {
        Function function = statement.function();
        List<Operand> operands = statement.arguments();
        double[][] arguments = operands.stream()
                .map(o ->
                        o instanceof Operand.Constant c ? filled(c.value()) : values.get(((Operand.Variable) o).name()))
                .toArray(double[][]::new);
        if (function.kernel() instanceof Kernel.Reduction reduction) {
            return reduce(function, reduction, arguments);
        }
        double[] out = new double[SIZE];
        if (function.kernel() instanceof Kernel.Rescaling rescaling) {
            double[] norm = reduce(null, rescaling.reduction(), arguments);
            for (int i = 0; i < SIZE; i++) {
                out[i] = norm[i] < arguments[1][i] ? arguments[0][i] : arguments[0][i] / norm[i] * arguments[1][i];
            }
            return out;
        }
        boolean constantDivisor = function.name().equals("divide")
                && (operands.get(1) instanceof Operand.Constant
                        || constants.contains(((Operand.Variable) operands.get(1)).name()));
        for (int i = 0; i < SIZE; i++) {
            double[] point = new double[arguments.length];
            for (int k = 0; k < point.length; k++) {
                point[k] = arguments[k][i];
            }
            out[i] = function.name().equals("divide") && !constantDivisor
                    ? point[0] / (point[1] + guard)
                    : function.reference().orElseThrow().at(point);
            out[i] *= 1 + wobble * ((i + point.length) % 3 - 1);
        }
        return out;
    }

    private static double[] reduce(Function function, Kernel.Reduction reduction, double[][] arguments) {
        double[] out = new double[SIZE];
        int[][] parts = reduction.scope().isNumber()
                ? new int[][] {{0, SIZE}}
                : new int[][] {{0, LEAVES[0]}, {LEAVES[0], SIZE}};
        for (int[] part : parts) {
            double[] sums = new double[reduction.products().length];
            for (int k = 0; k < sums.length; k++) {
                for (int i = part[0]; i < part[1]; i++) {
                    sums[k] += arguments[reduction.products()[k][0]][i]
                            * arguments[reduction.products()[k][1]][i];
                }
            }
            boolean root = function == null || function.name().endsWith("norm");
            // The kernel's finish rounds to a float; the norms are written out so that rounding does not blur the
            // comparison.
            double value = root
                    ? Math.sqrt(sums[0])
                    : function.name().equals("dot")
                            ? sums[0]
                            : sums[0] / (Math.sqrt(sums[1]) * Math.sqrt(sums[2]) + 1e-8);
            java.util.Arrays.fill(out, part[0], part[1], value);
        }
        return out;
    }

    /** What the comparison of two programs came to. */
    enum Verdict {
        EQUAL,
        DIFFERENT,
        SENSITIVE
    }

    /**
     * Compares updates over the steps at which the original is finite. A program that answers a change of its roundings
     * by more than the tolerance decides nothing.
     */
    static Verdict compare(Program original, Program simplified, long seed) {
        return compare(original, simplified, seed, 2e-7, 3e-5);
    }

    /**
     * The same for algebra alone, each of its rounds before its constants are rounded to 32 bits: then only rounding in
     * double precision may tell the programs apart, and almost none is too sensitive for that.
     */
    static Verdict compareUnrounded(Program program, long seed) {
        Verdict verdict = Verdict.EQUAL;
        Program current = program;
        for (int round = 0; round < 5; round++) {
            Program live = AbstractExecution.of(current).pruned();
            Descent descent =
                    new Descent(Equations.of(live), Limits.STANDARD.steps(), new Work(Limits.STANDARD.work()));
            descent.run();
            Verdict own = compare(live, Layout.program(descent.best(), Roles::name), seed, 1e-14, 1e-6);
            verdict = own == Verdict.EQUAL ? verdict : own;
            Program next = Layout.program(Constants.shortened(descent.best()), Roles::name);
            if (verdict == Verdict.DIFFERENT || next.equals(current)) {
                break;
            }
            current = next;
        }
        return verdict;
    }

    private static Verdict compare(Program original, Program simplified, long seed, double wobble, double tolerance) {
        boolean different = false;
        for (double guard : new double[] {1e-8, 1e-30}) {
            Trace expected = of(original, guard, 0, seed);
            Trace wobbled = of(original, guard, wobble, seed);
            Trace actual = of(simplified, guard, 0, seed);
            int steps = Math.min(expected.clearSteps(), wobbled.finiteSteps());
            boolean agree = true;
            boolean sensitive = expected.finiteSteps() != wobbled.finiteSteps();
            for (int step = 0; step < steps && agree && !sensitive; step++) {
                double scale = Math.max(
                        1e-9,
                        java.util.Arrays.stream(expected.updates()[step])
                                .map(Math::abs)
                                .max()
                                .orElse(0));
                for (int i = 0; i < SIZE; i++) {
                    double e = expected.updates()[step][i];
                    sensitive |= Math.abs(e - wobbled.updates()[step][i]) > tolerance / 3 * scale;
                    boolean close =
                            step < actual.finiteSteps() && Math.abs(e - actual.updates()[step][i]) <= tolerance * scale;
                    agree &= close;
                }
            }
            if (agree && !sensitive) {
                return Verdict.EQUAL;
            }
            // The last word is that of the smallest guard: at a larger one programs may differ by it.
            different = !agree && !sensitive;
        }
        return different ? Verdict.DIFFERENT : Verdict.SENSITIVE;
    }
}
