package savanna.dsl.execution;

import static savanna.dsl.execution.BlockEngine.BLOCK;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import savanna.dsl.execution.BlockPlan.Broadcast;
import savanna.dsl.execution.BlockPlan.Loop;
import savanna.dsl.execution.BlockPlan.Phase;
import savanna.dsl.execution.BlockPlan.Reduce;
import savanna.dsl.execution.BlockPlan.Small;
import savanna.dsl.execution.Nodes.Node;
import savanna.dsl.execution.Nodes.Source;
import savanna.dsl.execution.ParameterLayout.Leaf;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;

/** Runs a {@link BlockPlan}. A step allocates nothing. */
final class BlockOptimizer implements Optimizer {

    private final BlockPlan plan;
    private final ParameterLayout layout;
    private final int size;
    private final int blocks;
    private final float[][] slots;
    /** By state and block; empty for a state that is not live. */
    private final float[][][] states;

    private final float[][][] spilled;
    /** By node: one number, or one a leaf; empty for tensors. */
    private final float[][] values;
    /**
     * By small operation and argument: where it reads; arguments of a lower kind have arrays of their own to be
     * repeated into.
     */
    private final float[][][][] smallArguments;

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
        Arrays.setAll(states, state -> plan.live[state] ? new float[blocks][BLOCK] : new float[0][]);
        spilled = new float[plan.spilled.size()][blocks][BLOCK];
        values = new float[plan.nodes.all.size()][];
        for (Node node : plan.nodes.all) {
            boolean rescaling = node.source() == Source.CALL && node.kernel() instanceof Kernel.Rescaling;
            values[node.index()] = new float
                    [rescaling || node.kind() == Kind.SCALAR ? 1 : node.kind() == Kind.LEAF ? leaves.length : 0];
            if (node.source() == Source.CONSTANT) {
                values[node.index()][0] = node.constant();
            }
        }
        smallArguments = new float[plan.phases.length][][][];
        sums = new double[plan.phases.length][][][];
        for (int phase = 0; phase < plan.phases.length; phase++) {
            List<Small> smalls = plan.phases[phase].smalls;
            smallArguments[phase] = new float[smalls.size()][][];
            for (int i = 0; i < smalls.size(); i++) {
                Small small = smalls.get(i);
                int width = values[small.node().index()].length;
                smallArguments[phase][i] = Arrays.stream(small.arguments())
                        .mapToObj(argument -> values[argument].length == width ? values[argument] : new float[width])
                        .toArray(float[][]::new);
            }
            List<double[][]> phaseSums = new ArrayList<>();
            for (Reduce reduce : plan.phases[phase].reductions) {
                int width = reduce.kernel().scope() == Kind.LEAF ? leaves.length : 1;
                phaseSums.add(new double[width][reduce.kernel().products().length]);
            }
            sums[phase] = phaseSums.toArray(double[][][]::new);
        }
        blockStarts = firstLeaves();
        for (Phase phase : plan.phases) {
            for (Broadcast broadcast : phase.broadcasts) {
                if (plan.nodes.all.get(broadcast.node()).source() == Source.CONSTANT) {
                    Arrays.fill(slots[broadcast.slot()], values[broadcast.node()][0]);
                }
            }
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
            if (broadcast.kind() == Kind.SCALAR && node.source() != Source.CONSTANT) {
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
            repeatLeaves(phase, block, from, n);
            for (Loop loop : phase.loops) {
                run(loop, n);
            }
            accumulate(phase, sums[index], block, from, n);
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
    }

    private void pointSlots(int block) {
        for (int i = 0; i < states.length; i++) {
            if (plan.live[i]) {
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
                    Arrays.fill(inputs[k], source[0]);
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

    private void repeatLeaves(Phase phase, int block, int from, int n) {
        for (Broadcast broadcast : phase.broadcasts) {
            if (broadcast.kind() == Kind.LEAF) {
                for (int leaf = blockStarts[block]; leaf < leaves.length && leaves[leaf].offset() < from + n; leaf++) {
                    int start = Math.max(leaves[leaf].offset() - from, 0);
                    int end = Math.min(leaves[leaf].offset() + leaves[leaf].length() - from, n);
                    Arrays.fill(slots[broadcast.slot()], start, end, values[broadcast.node()][leaf]);
                }
            }
        }
    }

    private void accumulate(Phase phase, double[][][] phaseSums, int block, int from, int n) {
        for (int i = 0; i < phase.reductions.size(); i++) {
            Reduce reduce = phase.reductions.get(i);
            int[][] products = reduce.kernel().products();
            boolean perLeaf = reduce.kernel().scope() == Kind.LEAF;
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
            if (plan.live[i] && slots[plan.newStateSlots[i]] != states[i][block]) {
                System.arraycopy(slots[plan.newStateSlots[i]], 0, states[i][block], 0, n);
            }
        }
        float[] copy = slots[plan.weightsSlot];
        plan.subtraction.apply(slots, copy, n);
        System.arraycopy(copy, 0, weights, from, n);
        if (steps % Denormals.INTERVAL == 0) {
            for (int i = 0; i < states.length; i++) {
                if (plan.live[i]) {
                    Denormals.flush(states[i][block], n);
                }
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
    }

    @Override
    public float[] state(int index) {
        float[] copy = new float[size];
        for (int block = 0; block < states[index].length; block++) {
            System.arraycopy(states[index][block], 0, copy, block * BLOCK, Math.min(BLOCK, size - block * BLOCK));
        }
        return copy;
    }
}
