package savanna.dsl.execution.nd4j;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
import savanna.dsl.execution.Storage;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Matrix;
import savanna.dsl.program.Program;

/**
 * Runs a program on ND4J arrays. Every value of a kind that broadcasts to the parameters is an array with one number
 * per parameter; others lie as {@link Storage} says.
 */
final class Nd4jOptimizer implements Optimizer {

    private final Dataflow flow;
    private final ParameterLayout layout;
    private final Analysis analysis;
    private final Map<Kind, Storage> storages = new EnumMap<>(Kind.class);
    private final boolean[] live;
    private final List<INDArray> states = new ArrayList<>();
    private long steps;

    Nd4jOptimizer(Analysis analysis, ParameterLayout layout) {
        Program program = analysis.program();
        this.analysis = analysis;
        this.flow = analysis.flow();
        this.layout = layout;
        live = new boolean[program.states().size()];
        for (int i = 0; i < live.length; i++) {
            live[i] = analysis.live().contains(program.states().get(i));
            states.add(zeros(i));
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
            Function function = flow.program().statements().get(statement).function();
            INDArray[] given = arguments.toArray(INDArray[]::new);
            Kind result = analysis.kinds().get(statement);
            List<Kind> kinds = new ArrayList<>();
            for (int k = 0; k < given.length; k++) {
                kinds.add(kind(flow.argument(statement, k)));
            }
            if (function.kernel() instanceof Kernel.Leafwise leafwise) {
                return Nd4jOptimizer.this.leafwise(leafwise, given, kinds, result);
            }
            if (!result.broadcastsTo(Kind.TENSOR)) {
                for (int k = 0; k < given.length; k++) {
                    given[k] = Nd4j.createFromArray(as(result, given[k], kinds.get(k)));
                }
            }
            return Nd4jOptimizer.this.call(function, given);
        }

        private Kind kind(int value) {
            if (Dataflow.isConstant(value) || value == flow.schedule()) {
                return Kind.SCALAR;
            }
            if (flow.statement(value) >= 0) {
                return analysis.kinds().get(flow.statement(value));
            }
            return value < flow.state(0) ? Kind.TENSOR : analysis.stateKinds().get(value - flow.state(0));
        }
    }

    /** The kind as which values of a kind are kept here. */
    private static Kind kept(Kind kind) {
        return kind.broadcastsTo(Kind.TENSOR) ? Kind.TENSOR : kind;
    }

    private INDArray zeros(int state) {
        return Nd4j.zeros(storage(kept(analysis.stateKinds().get(state))).size());
    }

    /** A value repeated to a kind that it is broadcast to, as that kind lies in an array. */
    private float[] as(Kind wanted, INDArray value, Kind kind) {
        float[] own = value.toFloatVector();
        if (kept(kind) != kind) {
            float[] narrowed = new float[storage(kind).size()];
            storage(kind).narrow(own, storage(kept(kind)), narrowed);
            own = narrowed;
        }
        float[] spread = new float[storage(wanted).size()];
        storage(kind).spread(own, storage(wanted), spread);
        return spread;
    }

    private INDArray leafwise(Kernel.Leafwise kernel, INDArray[] arguments, List<Kind> kinds, Kind result) {
        List<Kind> wanted = kernel.signature().of(kinds).orElseThrow().arguments();
        Matrix[][] inputs = new Matrix[layout.leaves().size()][arguments.length];
        for (int k = 0; k < arguments.length; k++) {
            float[] values = as(wanted.get(k), arguments[k], kinds.get(k));
            for (int leaf = 0; leaf < inputs.length; leaf++) {
                inputs[leaf][k] = storage(wanted.get(k)).of(values, leaf);
            }
        }
        float[] out = new float[storage(result).size()];
        for (int leaf = 0; leaf < inputs.length; leaf++) {
            kernel.loop().apply(inputs[leaf], storage(result).of(out, leaf));
        }
        float[] spread = new float[storage(kept(result)).size()];
        storage(result).spread(out, storage(kept(result)), spread);
        return Nd4j.createFromArray(spread);
    }

    private INDArray call(Function function, INDArray[] arguments) {
        Kernel kernel = function.kernel();
        if (kernel instanceof Kernel.Constant constant) {
            return filled(constant.value());
        }
        if (kernel instanceof Kernel.OfShape shape) {
            INDArray out = filled(0);
            layout.leaves()
                    .forEach(leaf -> part(out, leaf).assign(shape.number().of(leaf.rows(), leaf.columns())));
            return out;
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
                reduction.scope().isNumber() ? List.of(new Leaf("all", 0, List.of(layout.size()))) : layout.leaves();
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
            states.set(i, zeros(i));
        }
    }

    @Override
    public float[] state(int index) {
        return states.get(index).toFloatVector();
    }

    /** How values of a kind lie in an array; made for the kinds that the program has. */
    private Storage storage(Kind kind) {
        return storages.computeIfAbsent(kind, any -> new Storage(layout, any));
    }
}
