package savanna.dsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/** What a program does over some steps: in double precision by the functions' references, or by an engine. */
public final class Rollout {

    private Rollout() {}

    /** Weights after each step, by an engine's optimizer. */
    public static float[][] of(Optimizer optimizer, float[] start, float[][] gradients) {
        float[] weights = start.clone();
        float[][] trace = new float[gradients.length][];
        for (int step = 0; step < gradients.length; step++) {
            optimizer.step(weights, gradients[step], schedule(step, gradients.length));
            trace[step] = weights.clone();
        }
        return trace;
    }

    public static float schedule(int step, int steps) {
        return 1 - step / (2f * steps);
    }

    /**
     * Updates of each step in double precision, statement by statement, whole program. The weights move by a thousandth
     * of the update, so that a program that is no optimizer stays in the range where functions differ.
     */
    public static double[][] updates(Program program, ParameterLayout layout, double[] start, double[][] gradients) {
        boolean hasKinds = program.statements().stream()
                .anyMatch(statement -> statement.function().isLeafwise()
                        || statement.function().isOfShape());
        Stepper interpreter =
                hasKinds ? new KindRollout(program, layout)::step : new Interpreter(program, layout)::step;
        double[] weights = start.clone();
        double[][] updates = new double[gradients.length][];
        for (int step = 0; step < gradients.length; step++) {
            updates[step] = interpreter.step(weights, gradients[step], schedule(step, gradients.length));
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= 1e-3 * updates[step][i];
            }
        }
        return updates;
    }

    private interface Stepper {
        double[] step(double[] weights, double[] gradient, double schedule);
    }

    /** A plain interpreter in double precision: every statement, in order, every value a number per parameter. */
    private static final class Interpreter {
        private final Program program;
        private final ParameterLayout layout;
        private final Map<String, double[]> constants = new HashMap<>();
        private final double[][] values;
        private final double[][][] arguments;
        private final int[] targets;
        private final int[] results;
        private double[][] states;

        Interpreter(Program program, ParameterLayout layout) {
            this.program = program;
            this.layout = layout;
            Map<String, Integer> current = new HashMap<>();
            List<double[]> arrays = new ArrayList<>();
            for (String input : program.inputs()) {
                current.put(input, arrays.size());
                arrays.add(new double[layout.size()]);
            }
            List<Statement> statements = program.statements();
            arguments = new double[statements.size()][][];
            targets = new int[statements.size()];
            for (int i = 0; i < targets.length; i++) {
                List<double[]> operands = new ArrayList<>();
                for (Operand operand : statements.get(i).arguments()) {
                    operands.add(
                            operand instanceof Operand.Constant constant
                                    ? constants.computeIfAbsent(constant.toString(), text -> filled(constant.value()))
                                    : arrays.get(current.get(((Operand.Variable) operand).name())));
                }
                arguments[i] = operands.toArray(double[][]::new);
                targets[i] = arrays.size();
                current.put(statements.get(i).target(), arrays.size());
                arrays.add(new double[layout.size()]);
            }
            values = arrays.toArray(double[][]::new);
            results = program.results().stream().mapToInt(current::get).toArray();
            states = new double[program.states().size()][layout.size()];
        }

        double[] step(double[] weights, double[] gradient, double schedule) {
            System.arraycopy(weights, 0, values[0], 0, weights.length);
            System.arraycopy(gradient, 0, values[1], 0, weights.length);
            for (int k = 0; k < states.length; k++) {
                System.arraycopy(states[k], 0, values[2 + k], 0, weights.length);
            }
            Arrays.fill(values[program.inputs().size() - 1], schedule);
            for (int i = 0; i < targets.length; i++) {
                apply(program.statements().get(i).function(), arguments[i], values[targets[i]]);
            }
            for (int k = 0; k < states.length; k++) {
                states[k] = values[results[k + 1]].clone();
            }
            return values[results[0]].clone();
        }

        private double[] filled(double value) {
            double[] array = new double[layout.size()];
            Arrays.fill(array, value);
            return array;
        }

        private void apply(Function function, double[][] operands, double[] out) {
            if (function.kernel() instanceof Kernel.Reduction reduction) {
                reduce(reduction, operands, out);
                return;
            }
            if (function.kernel() instanceof Kernel.Rescaling rescaling) {
                double[] norm = new double[out.length];
                reduce(rescaling.reduction(), operands, norm);
                for (int i = 0; i < out.length; i++) {
                    out[i] = norm[i] < operands[1][i] ? operands[0][i] : operands[0][i] / norm[i] * operands[1][i];
                }
                return;
            }
            Function.Reference reference = function.reference().orElseThrow();
            double[] point = new double[operands.length];
            for (int i = 0; i < out.length; i++) {
                for (int k = 0; k < point.length; k++) {
                    point[k] = operands[k][i];
                }
                out[i] = reference.at(point);
            }
        }

        private void reduce(Kernel.Reduction reduction, double[][] operands, double[] out) {
            List<ParameterLayout.Leaf> parts = reduction.scope().isNumber()
                    ? List.of(new ParameterLayout.Leaf("all", 0, List.of(layout.size())))
                    : layout.leaves();
            for (ParameterLayout.Leaf leaf : parts) {
                double[] sums = new double[reduction.products().length];
                for (int k = 0; k < sums.length; k++) {
                    for (int i = leaf.offset(); i < leaf.offset() + leaf.length(); i++) {
                        sums[k] += operands[reduction.products()[k][0]][i]
                                * operands[reduction.products()[k][1]][i];
                    }
                }
                Arrays.fill(
                        out,
                        leaf.offset(),
                        leaf.offset() + leaf.length(),
                        reduction.finish().apply(sums));
            }
        }
    }
}
