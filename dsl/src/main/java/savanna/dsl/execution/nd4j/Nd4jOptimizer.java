package savanna.dsl.execution.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Dataflow;
import savanna.dsl.analysis.Interpretation;
import savanna.dsl.execution.Denormals;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.execution.ParameterLayout.Leaf;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;

/** Runs a program on ND4J arrays; every value is an array with one number per parameter. */
final class Nd4jOptimizer implements Optimizer {

    private final Dataflow flow;
    private final ParameterLayout layout;
    private final boolean[] live;
    private final List<INDArray> states = new ArrayList<>();
    private long steps;

    Nd4jOptimizer(Analysis analysis, ParameterLayout layout) {
        Program program = analysis.program();
        this.flow = analysis.flow();
        this.layout = layout;
        live = new boolean[program.states().size()];
        for (int i = 0; i < live.length; i++) {
            live[i] = analysis.live().contains(program.states().get(i));
            states.add(Nd4j.zeros(layout.size()));
        }
    }

    @Override
    public void step(float[] weights, float[] gradient, float schedule) {
        int size = layout.size();
        if (weights.length != size || gradient.length != size) {
            throw new IllegalArgumentException("the layout has " + size + " floats, the weights " + weights.length
                    + ", the gradient " + gradient.length);
        }
        Step step = new Step(Nd4j.createFromArray(weights), Nd4j.createFromArray(gradient), filled(schedule));
        List<INDArray> results = flow.results(step);
        for (int i = 0; i < live.length; i++) {
            if (live[i]) {
                INDArray value = results.get(i + 1);
                states.set(i, steps % Denormals.INTERVAL == 0 ? flushed(value) : value);
            }
        }
        INDArray moved = step.weights().sub(results.get(0));
        System.arraycopy(moved.toFloatVector(), 0, weights, 0, size);
        steps++;
    }

    private INDArray filled(float value) {
        return Nd4j.valueArrayOf(new long[] {layout.size()}, value, DataType.FLOAT);
    }

    /** A program as the arrays of one step. */
    private final class Step implements Interpretation<INDArray> {
        private final INDArray weights;
        private final INDArray gradient;
        private final INDArray schedule;

        Step(INDArray weights, INDArray gradient, INDArray schedule) {
            this.weights = weights;
            this.gradient = gradient;
            this.schedule = schedule;
        }

        @Override
        public INDArray weights() {
            return weights;
        }

        @Override
        public INDArray gradient() {
            return gradient;
        }

        @Override
        public INDArray state(int index) {
            return states.get(index);
        }

        @Override
        public INDArray schedule() {
            return schedule;
        }

        @Override
        public INDArray constant(double value) {
            return filled((float) value);
        }

        @Override
        public INDArray call(int statement, List<INDArray> arguments) {
            return Nd4jOptimizer.this.call(
                    flow.program().statements().get(statement).function(), arguments.toArray(INDArray[]::new));
        }
    }

    private INDArray call(Function function, INDArray[] arguments) {
        Kernel kernel = function.kernel();
        if (kernel instanceof Kernel.Constant constant) {
            return filled(constant.value());
        }
        if (kernel instanceof Kernel.Reduction reduction) {
            return reduce(reduction, arguments);
        }
        if (kernel instanceof Kernel.Rescaling rescaling) {
            return Nd4jFunctions.elementwise(
                    rescaling.finish(), arguments[0], reduce(rescaling.reduction(), arguments), arguments[1]);
        }
        return Nd4jFunctions.call(function, arguments);
    }

    private INDArray reduce(Kernel.Reduction reduction, INDArray[] arguments) {
        INDArray out = filled(0);
        List<Leaf> parts =
                reduction.scope() == Kind.LEAF ? layout.leaves() : List.of(new Leaf("all", 0, layout.size()));
        for (Leaf leaf : parts) {
            double[] sums = new double[reduction.products().length];
            for (int k = 0; k < sums.length; k++) {
                INDArray x = part(arguments[reduction.products()[k][0]], leaf);
                INDArray y = part(arguments[reduction.products()[k][1]], leaf);
                sums[k] = x.castTo(DataType.DOUBLE)
                        .mul(y.castTo(DataType.DOUBLE))
                        .sumNumber()
                        .doubleValue();
            }
            part(out, leaf).assign(reduction.finish().apply(sums));
        }
        return out;
    }

    private static INDArray part(INDArray array, Leaf leaf) {
        return array.get(NDArrayIndex.interval(leaf.offset(), (long) leaf.offset() + leaf.length()));
    }

    /** As the block engine stores states: magnitudes of at most 1e-30 as zero. */
    private static INDArray flushed(INDArray state) {
        float[] values = state.toFloatVector();
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) <= Denormals.THRESHOLD) {
                values[i] *= 0;
            }
        }
        return Nd4j.createFromArray(values);
    }

    @Override
    public void reset() {
        steps = 0;
        for (int i = 0; i < states.size(); i++) {
            states.set(i, Nd4j.zeros(layout.size()));
        }
    }

    @Override
    public float[] state(int index) {
        return states.get(index).toFloatVector();
    }
}
