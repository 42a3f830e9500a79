package savanna.dsl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
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
     * Updates of each step in double precision, statement by statement, whole program. The weights move by a thousandth of the update, so that a
     * program that is no optimizer stays in the range where functions differ.
     */
    public static double[][] updates(Program program, ParameterLayout layout, double[] start, double[][] gradients) {
        Interpreter interpreter = new Interpreter(program, layout);
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

    /** A plain interpreter in double precision. */
    private static final class Interpreter {
        private final Program program;
        private final ParameterLayout layout;
        private final List<double[]> states = new ArrayList<>();

        Interpreter(Program program, ParameterLayout layout) {
            this.program = program;
            this.layout = layout;
            program.states().forEach(state -> states.add(new double[layout.size()]));
        }

        double[] step(double[] weights, double[] gradient, double schedule) {
            Map<String, double[]> values = new HashMap<>();
            Map<String, Kind> kinds = new HashMap<>();
            values.put(program.weights(), weights);
            values.put(program.gradient(), gradient);
            for (int i = 0; i < states.size(); i++) {
                values.put(program.states().get(i), states.get(i));
            }
            program.inputs().forEach(input -> kinds.put(input, Kind.TENSOR));
            values.put(program.schedule(), filled(schedule));
            kinds.put(program.schedule(), Kind.SCALAR);
            for (Statement statement : program.statements()) {
                double[][] arguments = statement.arguments().stream().map(operand -> operand(operand, values)).toArray(double[][]::new);
                values.put(statement.target(), apply(statement.function(), arguments));
            }
            for (int i = 0; i < states.size(); i++) {
                states.set(i, values.get(program.results().get(i + 1)));
            }
            return values.get(program.update());
        }

        private double[] filled(double value) {
            double[] array = new double[layout.size()];
            java.util.Arrays.fill(array, value);
            return array;
        }

        private double[] operand(Operand operand, Map<String, double[]> values) {
            return operand instanceof Operand.Constant constant ? filled(constant.value()) : values.get(((Operand.Variable) operand).name());
        }

        private double[] apply(Function function, double[][] arguments) {
            if (function.kernel() instanceof Kernel.Reduction reduction) {
                return reduce(reduction, arguments);
            }
            if (function.kernel() instanceof Kernel.Rescaling rescaling) {
                double[] norm = reduce(rescaling.reduction(), arguments);
                double[] out = new double[norm.length];
                for (int i = 0; i < out.length; i++) {
                    out[i] = norm[i] < arguments[1][i] ? arguments[0][i] : arguments[0][i] / norm[i] * arguments[1][i];
                }
                return out;
            }
            double[] out = new double[layout.size()];
            double[] point = new double[arguments.length];
            for (int i = 0; i < out.length; i++) {
                for (int k = 0; k < point.length; k++) {
                    point[k] = arguments[k][i];
                }
                out[i] = function.reference().orElseThrow().at(point);
            }
            return out;
        }

        private double[] reduce(Kernel.Reduction reduction, double[][] arguments) {
            double[] out = new double[layout.size()];
            List<ParameterLayout.Leaf> parts = reduction.scope() == Kind.LEAF ? layout.leaves() : List.of(new ParameterLayout.Leaf("all", 0, layout.size()));
            for (ParameterLayout.Leaf leaf : parts) {
                double[] sums = new double[reduction.products().length];
                for (int k = 0; k < sums.length; k++) {
                    for (int i = leaf.offset(); i < leaf.offset() + leaf.length(); i++) {
                        sums[k] += arguments[reduction.products()[k][0]][i] * arguments[reduction.products()[k][1]][i];
                    }
                }
                java.util.Arrays.fill(out, leaf.offset(), leaf.offset() + leaf.length(), reduction.finish().apply(sums));
            }
            return out;
        }
    }
}
