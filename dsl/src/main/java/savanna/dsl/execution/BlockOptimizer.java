package savanna.dsl.execution;

import static savanna.dsl.execution.BlockEngine.BLOCK;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.dsl.execution.BlockPlan.Broadcast;
import savanna.dsl.execution.BlockPlan.Gather;
import savanna.dsl.execution.BlockPlan.Leafwise;
import savanna.dsl.execution.BlockPlan.Loop;
import savanna.dsl.execution.BlockPlan.Phase;
import savanna.dsl.execution.BlockPlan.Reduce;
import savanna.dsl.execution.BlockPlan.Small;
import savanna.dsl.execution.BlockPlan.SmallState;
import savanna.dsl.execution.Nodes.Node;
import savanna.dsl.execution.Nodes.Source;
import savanna.dsl.execution.ParameterLayout.Leaf;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Matrix;

/** Runs a {@link BlockPlan}. A step allocates nothing. */
final class BlockOptimizer implements RestorableOptimizer {

    private final BlockPlan plan;
    private final ParameterLayout layout;
    private final int size;
    private final int blocks;
    private final float[][] slots;
    /** By state and block; empty for a state that is not live. */
    private final float[][][] states;

    private final float[][][] spilled;
    /** How each kind lies in an array. */
    private final Map<Kind, Storage> storages = new EnumMap<>(Kind.class);
    /** By node: its value where it lies in one array; empty for tensors in blocks. */
    private final float[][] values;
    /** By phase and small operation. */
    private final float[][][][] smallArguments;
    /**
     * By phase and function of whole leaves: its arguments by argument, and by leaf and argument; its results by leaf.
     */
    private final float[][][][] leafwiseArguments;

    private final Matrix[][][][] leafwiseInputs;
    private final Matrix[][][] leafwiseOutputs;
    /** By state that is no tensor: its new value until all are known. */
    private final float[][] newStates;

    private final double[][][][] sums;
    private final int[] blockStarts;
    private final Leaf[] leaves;
    private long steps;

    BlockOptimizer(BlockPlan plan, ParameterLayout layout) {
        this.plan = plan;
        this.layout = layout;
        size = layout.size();
        blocks = (size + BLOCK - 1) / BLOCK;
        leaves = layout.leaves().toArray(Leaf[]::new);
        slots = new float[plan.slots][];
        plan.registers.forEach(slot -> slots[slot] = new float[BLOCK]);
        states = new float[plan.live.length][][];
        Arrays.setAll(
                states, state -> plan.live[state] && plan.inBlocks[state] ? new float[blocks][BLOCK] : new float[0][]);
        spilled = new float[plan.spilled.size()][blocks][BLOCK];
        values = new float[plan.nodes.all.size()][];
        for (Node node : plan.nodes.all) {
            values[node.index()] = new float[valueSize(node)];
            if (node.source() == Source.CONSTANT) {
                values[node.index()][0] = node.constant();
            } else if (node.kernel() instanceof Kernel.OfShape shape) {
                for (int leaf = 0; leaf < leaves.length; leaf++) {
                    values[node.index()][leaf] = shape.number().of(leaves[leaf].rows(), leaves[leaf].columns());
                }
            }
        }
        plan.gathers().forEach(gather -> values[gather.node()] = new float[size]);
        smallArguments = new float[plan.phases.length][][][];
        leafwiseArguments = new float[plan.phases.length][][][];
        leafwiseInputs = new Matrix[plan.phases.length][][][];
        leafwiseOutputs = new Matrix[plan.phases.length][][];
        sums = new double[plan.phases.length][][][];
        for (int phase = 0; phase < plan.phases.length; phase++) {
            List<Small> smalls = plan.phases[phase].smalls;
            smallArguments[phase] = new float[smalls.size()][][];
            for (int i = 0; i < smalls.size(); i++) {
                Small small = smalls.get(i);
                smallArguments[phase][i] = new float[small.arguments().length][];
                for (int k = 0; k < small.arguments().length; k++) {
                    smallArguments[phase][i][k] = as(small.node().kind(), small.arguments()[k]);
                }
            }
            prepareLeafwise(phase);
            List<double[][]> phaseSums = new ArrayList<>();
            for (Reduce reduce : plan.phases[phase].reductions) {
                int width = storage(reduce.kernel().scope()).size();
                phaseSums.add(new double[width][reduce.kernel().products().length]);
            }
            sums[phase] = phaseSums.toArray(double[][][]::new);
        }
        newStates = new float[plan.smallStates.size()][];
        Arrays.setAll(newStates, i -> new float[values[plan.smallStates.get(i).old()].length]);
        blockStarts = firstLeaves();
        for (Phase phase : plan.phases) {
            for (Broadcast broadcast : phase.broadcasts) {
                if (plan.nodes.all.get(broadcast.node()).source() == Source.CONSTANT) {
                    Arrays.fill(slots[broadcast.slot()], values[broadcast.node()][0]);
                }
            }
        }
    }

    /** Floats of a node's array; none for a tensor in blocks. */
    private int valueSize(Node node) {
        if (node.source() == Source.CALL && node.kernel() instanceof Kernel.Rescaling rescaling) {
            return storage(rescaling.reduction().scope()).size();
        }
        return node.isTensor() && !node.isLeafwise() ? 0 : storage(node.kind()).size();
    }

    /** The array of a node's value or, where it is to be repeated to another kind, an array for that. */
    private float[] as(Kind kind, int node) {
        return plan.nodes.all.get(node).kind() == kind
                ? values[node]
                : new float[storage(kind).size()];
    }

    private void prepareLeafwise(int phase) {
        List<Leafwise> calls = plan.phases[phase].leafwise;
        leafwiseArguments[phase] = new float[calls.size()][][];
        leafwiseInputs[phase] = new Matrix[calls.size()][leaves.length][];
        leafwiseOutputs[phase] = new Matrix[calls.size()][];
        for (int i = 0; i < calls.size(); i++) {
            Node node = calls.get(i).node();
            List<Kind> kinds = calls.get(i).kinds();
            float[][] arguments = new float[kinds.size()][];
            for (int k = 0; k < arguments.length; k++) {
                arguments[k] = as(kinds.get(k), calls.get(i).arguments()[k]);
            }
            leafwiseArguments[phase][i] = arguments;
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                Matrix[] inputs = new Matrix[arguments.length];
                for (int k = 0; k < inputs.length; k++) {
                    inputs[k] = storage(kinds.get(k)).of(arguments[k], leaf);
                }
                leafwiseInputs[phase][i][leaf] = inputs;
            }
            leafwiseOutputs[phase][i] = storage(node.kind()).of(values[node.index()]);
        }
    }

    /** By block: index of the leaf that holds its first float. */
    private int[] firstLeaves() {
        int[] first = new int[blocks];
        int leaf = 0;
        for (int block = 0; block < blocks; block++) {
            while (leaves[leaf].offset() + leaves[leaf].length() <= block * BLOCK) {
                leaf++;
            }
            first[block] = leaf;
        }
        return first;
    }

    @Override
    public void step(float[] weights, float[] gradient, float schedule) {
        if (weights.length != size || gradient.length != size) {
            throw new IllegalArgumentException("the layout has " + size + " floats, the weights " + weights.length
                    + ", the gradient " + gradient.length);
        }
        for (Node node : plan.nodes.all) {
            if (node.source() == Source.SCHEDULE) {
                values[node.index()][0] = schedule;
            }
        }
        for (int phase = 0; phase < plan.phases.length; phase++) {
            run(phase, weights, gradient);
        }
        steps++;
    }

    private void run(int index, float[] weights, float[] gradient) {
        Phase phase = plan.phases[index];
        boolean last = index == plan.phases.length - 1;
        computeSmalls(phase, smallArguments[index]);
        for (Broadcast broadcast : phase.broadcasts) {
            Node node = plan.nodes.all.get(broadcast.node());
            if (broadcast.kind().isNumber() && node.source() != Source.CONSTANT) {
                Arrays.fill(slots[broadcast.slot()], values[broadcast.node()][0]);
            }
        }
        clear(sums[index]);
        for (int block = 0; block < blocks; block++) {
            int from = block * BLOCK;
            int n = Math.min(BLOCK, size - from);
            pointSlots(block);
            if (phase.loadsWeights) {
                System.arraycopy(weights, from, slots[plan.weightsSlot], 0, n);
            }
            if (phase.loadsGradient) {
                System.arraycopy(gradient, from, slots[plan.gradientSlot], 0, n);
            }
            repeat(phase, block, from, n);
            for (Loop loop : phase.loops) {
                run(loop, n);
            }
            accumulate(phase, sums[index], block, from, n);
            for (Gather gather : phase.gathers) {
                System.arraycopy(slots[gather.slot()], 0, values[gather.node()], from, n);
            }
            if (last) {
                store(weights, block, from, n);
            }
        }
        for (int i = 0; i < phase.reductions.size(); i++) {
            Reduce reduce = phase.reductions.get(i);
            for (int k = 0; k < sums[index][i].length; k++) {
                values[reduce.out()][k] = reduce.kernel().finish().apply(sums[index][i][k]);
            }
        }
        for (int i = 0; i < phase.leafwise.size(); i++) {
            run(
                    phase.leafwise.get(i),
                    leafwiseArguments[index][i],
                    leafwiseInputs[index][i],
                    leafwiseOutputs[index][i]);
        }
        if (last) {
            storeSmall();
        }
    }

    private void run(Leafwise call, float[][] arguments, Matrix[][] inputs, Matrix[] outputs) {
        for (int k = 0; k < arguments.length; k++) {
            int node = call.arguments()[k];
            if (arguments[k] != values[node]) {
                Kind given = plan.nodes.all.get(node).kind();
                storage(given).spread(values[node], storage(call.kinds().get(k)), arguments[k]);
            }
        }
        Kernel.Leafwise.Loop loop = ((Kernel.Leafwise) call.node().kernel()).loop();
        for (int leaf = 0; leaf < leaves.length; leaf++) {
            loop.apply(inputs[leaf], outputs[leaf]);
        }
    }

    private void pointSlots(int block) {
        for (int i = 0; i < states.length; i++) {
            if (plan.live[i] && plan.inBlocks[i]) {
                slots[plan.stateSlots[i]] = states[i][block];
            }
        }
        for (int i = 0; i < spilled.length; i++) {
            slots[plan.spilled.get(i)] = spilled[i][block];
        }
    }

    private void computeSmalls(Phase phase, float[][][] arguments) {
        for (int i = 0; i < phase.smalls.size(); i++) {
            Small small = phase.smalls.get(i);
            float[][] inputs = arguments[i];
            for (int k = 0; k < inputs.length; k++) {
                float[] source = values[small.arguments()[k]];
                if (inputs[k] != source) {
                    Kind kind = plan.nodes.all.get(small.arguments()[k]).kind();
                    storage(kind).spread(source, storage(small.node().kind()), inputs[k]);
                }
            }
            float[] out = values[small.node().index()];
            apply(
                    small.node().kernel(),
                    inputs[0],
                    inputs[Math.min(1, inputs.length - 1)],
                    inputs[inputs.length - 1],
                    out,
                    out.length);
        }
    }

    private void run(Loop loop, int n) {
        apply(loop.kernel(), slots[loop.first()], slots[loop.second()], slots[loop.third()], slots[loop.out()], n);
    }

    private static void apply(Kernel kernel, float[] first, float[] second, float[] third, float[] out, int n) {
        if (kernel instanceof Kernel.Binary binary) {
            binary.apply(first, second, out, n);
        } else if (kernel instanceof Kernel.Unary unary) {
            unary.apply(first, out, n);
        } else if (kernel instanceof Kernel.Ternary ternary) {
            ternary.apply(first, second, third, out, n);
        } else {
            throw new IllegalStateException("not an elementwise kernel: " + kernel);
        }
    }

    /** Numbers of the whole model are in their slots already. */
    private void repeat(Phase phase, int block, int from, int n) {
        for (Broadcast broadcast : phase.broadcasts) {
            if (!broadcast.kind().isNumber()) {
                storage(broadcast.kind())
                        .spread(values[broadcast.node()], from, n, blockStarts[block], slots[broadcast.slot()]);
            }
        }
    }

    private void accumulate(Phase phase, double[][][] phaseSums, int block, int from, int n) {
        for (int i = 0; i < phase.reductions.size(); i++) {
            Reduce reduce = phase.reductions.get(i);
            int[][] products = reduce.kernel().products();
            boolean perLeaf = !reduce.kernel().scope().isNumber();
            for (int leaf = blockStarts[block]; leaf < leaves.length && leaves[leaf].offset() < from + n; leaf++) {
                int start = perLeaf ? Math.max(leaves[leaf].offset() - from, 0) : 0;
                int end = perLeaf ? Math.min(leaves[leaf].offset() + leaves[leaf].length() - from, n) : n;
                for (int k = 0; k < products.length; k++) {
                    float[] x = slots[reduce.arguments()[products[k][0]]];
                    float[] y = slots[reduce.arguments()[products[k][1]]];
                    phaseSums[i][perLeaf ? leaf : 0][k] += InnerProduct.of(x, y, start, end);
                }
                if (!perLeaf) {
                    break;
                }
            }
        }
    }

    private static void clear(double[][][] phaseSums) {
        for (double[][] reduction : phaseSums) {
            for (double[] products : reduction) {
                Arrays.fill(products, 0);
            }
        }
    }

    /**
     * States that are not computed in place are copied first, since one may take its value from the weights; all are
     * flushed last, since the update may be made of them.
     */
    private void store(float[] weights, int block, int from, int n) {
        for (int i = 0; i < states.length; i++) {
            if (isInBlocks(i) && slots[plan.newStateSlots[i]] != states[i][block]) {
                System.arraycopy(slots[plan.newStateSlots[i]], 0, states[i][block], 0, n);
            }
        }
        float[] copy = slots[plan.weightsSlot];
        plan.subtraction.apply(slots, copy, n);
        System.arraycopy(copy, 0, weights, from, n);
        if (steps % Denormals.INTERVAL == 0) {
            for (int i = 0; i < states.length; i++) {
                if (isInBlocks(i)) {
                    Denormals.flush(states[i][block], n);
                }
            }
        }
    }

    private boolean isInBlocks(int state) {
        return plan.live[state] && plan.inBlocks[state];
    }

    /** All new values are put aside before the first is stored: states may change places. */
    private void storeSmall() {
        for (int i = 0; i < newStates.length; i++) {
            SmallState state = plan.smallStates.get(i);
            Storage storage = storage(plan.nodes.all.get(state.old()).kind());
            Storage next = storage(plan.nodes.all.get(state.next()).kind());
            next.spread(values[state.next()], storage, newStates[i]);
        }
        for (int i = 0; i < newStates.length; i++) {
            float[] stored = values[plan.smallStates.get(i).old()];
            System.arraycopy(newStates[i], 0, stored, 0, stored.length);
            if (steps % Denormals.INTERVAL == 0) {
                Denormals.flush(stored, stored.length);
            }
        }
    }

    @Override
    public void reset() {
        steps = 0;
        for (float[][] state : states) {
            for (float[] block : state) {
                Arrays.fill(block, 0);
            }
        }
        plan.smallStates.forEach(state -> Arrays.fill(values[state.old()], 0));
    }

    @Override
    public float[] state(int index) {
        return small(index)
                .map(state -> parametersOf(
                        values[state.old()], plan.nodes.all.get(state.old()).kind()))
                .orElseGet(() -> tensor(index));
    }

    @Override
    public float[] kept(int index) {
        return small(index).map(state -> values[state.old()].clone()).orElseGet(() -> tensor(index));
    }

    @Override
    public void restore(int index, float[] from) {
        Optional<SmallState> small = small(index);
        if (small.isPresent()) {
            float[] stored = values[small.get().old()];
            System.arraycopy(from, 0, stored, 0, stored.length);
        }
        for (int block = 0; block < states[index].length; block++) {
            System.arraycopy(from, block * BLOCK, states[index][block], 0, Math.min(BLOCK, size - block * BLOCK));
        }
    }

    private Optional<SmallState> small(int index) {
        return plan.smallStates.stream().filter(state -> state.state() == index).findFirst();
    }

    /** A state in blocks, in one array. */
    private float[] tensor(int index) {
        float[] copy = new float[size];
        for (int block = 0; block < states[index].length; block++) {
            System.arraycopy(states[index][block], 0, copy, block * BLOCK, Math.min(BLOCK, size - block * BLOCK));
        }
        return copy;
    }

    /** As one number per parameter, if it can be repeated to that; else as it lies there. */
    private float[] parametersOf(float[] value, Kind kind) {
        if (!kind.broadcastsTo(Kind.TENSOR)) {
            return value.clone();
        }
        float[] repeated = new float[size];
        storage(kind).spread(value, storage(Kind.TENSOR), repeated);
        return repeated;
    }

    /** How values of a kind lie in an array; made for the kinds that the program has. */
    private Storage storage(Kind kind) {
        return storages.computeIfAbsent(kind, any -> new Storage(layout, any));
    }
}
