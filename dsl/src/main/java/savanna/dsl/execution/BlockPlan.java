package savanna.dsl.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Nodes.Node;
import savanna.dsl.execution.Nodes.Source;
import savanna.dsl.function.Kernel;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Program;

/**
 * A program laid out for block execution. Every array that a loop touches has a slot; the optimizer points the slots of
 * states and of spilled values at the block it works on. Registers are reused as soon as their value is dead within the
 * phase.
 */
final class BlockPlan {

    /** One loop over a block: {@code out = kernel(arguments)}, all by slot. */
    record Loop(Kernel kernel, int first, int second, int third, int out) {}

    /** A function of values that are not tensors; computed once a phase into {@code values[out]}. */
    record Small(Nodes.Node node, int[] arguments) {}

    /** A reduction over tensors: the slots of its arguments, and the node of {@code values} that takes the result. */
    record Reduce(Kernel.Reduction kernel, int[] arguments, int out) {}

    /**
     * A function of whole leaves: its arguments and its result lie in {@code values}.
     *
     * @param kinds those to which the arguments are broadcast
     */
    record Leafwise(Nodes.Node node, int[] arguments, List<Kind> kinds) {}

    /** A tensor whose blocks are put together in {@code values[node]}. */
    record Gather(int slot, int node) {}

    /** A slot that repeats a value that lies in {@code values[node]}. */
    record Broadcast(int node, Kind kind, int slot) {}

    /** A state that is no tensor: its old value is one node's, its new value another's. */
    record SmallState(int state, int old, int next) {}

    /** What happens between two reductions. */
    static final class Phase {
        final List<Small> smalls = new ArrayList<>();
        final List<Broadcast> broadcasts = new ArrayList<>();
        final List<Loop> loops = new ArrayList<>();
        final List<Reduce> reductions = new ArrayList<>();
        final List<Gather> gathers = new ArrayList<>();
        final List<Leafwise> leafwise = new ArrayList<>();
        boolean loadsWeights;
        boolean loadsGradient;
    }

    final Nodes nodes;
    final Phase[] phases;
    /** By state: whether its values are kept. */
    final boolean[] live;
    /** By state: whether it is kept in blocks, as a tensor. */
    final boolean[] inBlocks;
    /** By state in blocks: slot of the old value. */
    final int[] stateSlots;
    /** By state in blocks: slot of the new value, in the last phase. */
    final int[] newStateSlots;
    /** The live states that are not kept in blocks. */
    final List<SmallState> smallStates = new ArrayList<>();

    final int weightsSlot;
    final int gradientSlot;
    final Subtraction subtraction;
    private final Tail tail;
    /** Slots whose values live longer than a phase. */
    final List<Integer> spilled = new ArrayList<>();
    /** Slots that hold one block for good: registers, broadcasts, weights, gradient. */
    final List<Integer> registers = new ArrayList<>();

    int slots;

    private final Map<Integer, Integer> slotOfNode = new HashMap<>();
    private final Map<Integer, Integer> broadcastSlots = new HashMap<>();

    /**
     * @param analysis of a valid program, all of whose statements are executed
     * @param kept names of the states whose values are kept
     */
    BlockPlan(Analysis analysis, Set<String> kept) {
        Program program = analysis.program();
        nodes = new Nodes(analysis);
        phases = new Phase[nodes.phases()];
        Arrays.setAll(phases, phase -> new Phase());
        tail = new Tail(nodes);
        int states = program.states().size();
        live = new boolean[states];
        inBlocks = new boolean[states];
        stateSlots = new int[states];
        newStateSlots = new int[states];
        weightsSlot = register();
        gradientSlot = register();
        for (int i = 0; i < states; i++) {
            live[i] = kept.contains(program.states().get(i));
            inBlocks[i] = analysis.stateKinds().get(i).isPerParameter();
            stateSlots[i] = inBlocks[i] ? slots++ : -1;
        }
        addReadStates();
        for (Node node : nodes.all) {
            switch (node.source()) {
                case WEIGHTS -> slotOfNode.put(node.index(), weightsSlot);
                case GRADIENT -> slotOfNode.put(node.index(), gradientSlot);
                case STATE -> {
                    if (inBlocks[node.state()]) {
                        slotOfNode.put(node.index(), stateSlots[node.state()]);
                    }
                }
                default -> {}
            }
        }
        int[][] lastUse = lastUses();
        for (int phase = 0; phase < phases.length; phase++) {
            plan(phase, lastUse[phase]);
        }
        int last = phases.length - 1;
        subtraction = new Subtraction(
                tail.form(),
                tail.parts().stream().mapToInt(part -> kept(part, last)).toArray());
        phases[last].loadsWeights = true;
        for (int i = 0; i < states; i++) {
            if (live[i] && inBlocks[i]) {
                newStateSlots[i] = newState(i, last);
            } else if (live[i]) {
                smallStates.add(
                        new SmallState(i, old(i).index(), nodes.states.get(i).index()));
            }
        }
    }

    /** A state that some statement reads needs its values, even where these cannot reach an update. */
    private void addReadStates() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node node : nodes.all) {
                if (node.source() == Source.STATE
                        && !live[node.state()]
                        && (isResult(node)
                                || nodes.all.stream()
                                        .anyMatch(call -> call.arguments().contains(node)))) {
                    live[node.state()] = true;
                    changed = true;
                }
            }
        }
    }

    /**
     * Slot of a state's new value; the old value of another state is copied first, since that state is overwritten in
     * the same pass.
     */
    private int newState(int state, int last) {
        Node node = nodes.states.get(state);
        int slot = slot(node, last);
        if (node.source() == Source.STATE && node.isTensor() && node.state() != state) {
            return copied(slot, last);
        }
        return slot;
    }

    /** The node of a state's old value. */
    private Node old(int state) {
        return nodes.all.stream()
                .filter(node -> node.source() == Source.STATE && node.state() == state)
                .findFirst()
                .orElseThrow();
    }

    /** Slot of a value that is read after the new states are stored: one that is an old state is copied. */
    private int kept(Node node, int last) {
        return node.source() == Source.STATE && node.isTensor() ? copied(slot(node, last), last) : slot(node, last);
    }

    private int copied(int slot, int phase) {
        int copy = register();
        Kernel.Unary loop = (x, out, n) -> System.arraycopy(x, 0, out, 0, n);
        phases[phase].loops.add(new Loop(loop, slot, slot, slot, copy));
        return copy;
    }

    private int register() {
        registers.add(slots);
        return slots++;
    }

    private boolean isResult(Node node) {
        boolean result = node == nodes.update;
        for (int i = 0; i < live.length; i++) {
            result |= live[i] && nodes.states.get(i) == node;
        }
        return result;
    }

    /** The phase in which the blocks pass that a call reads. */
    private static int loopPhase(Node node) {
        return node.endsPhase() ? node.phase() - 1 : node.phase();
    }

    /**
     * By phase and node: index of the last call of that phase that reads the node; the last one of all where it
     * outlives the calls.
     */
    private int[][] lastUses() {
        int[][] last = new int[phases.length][nodes.all.size()];
        for (Node call : nodes.all) {
            if (call.source() != Source.CALL) {
                continue;
            }
            for (Node argument : call.arguments()) {
                if (!argument.isTensor()) {
                    continue;
                }
                // Sums run after the loops of their phase, so their arguments stay until its end.
                boolean atEnd = !call.function().isElementwise() || tail.contains(call);
                int phase = loopPhase(call);
                last[phase][argument.index()] =
                        atEnd ? Integer.MAX_VALUE : Math.max(last[phase][argument.index()], call.index());
                if (call.kernel() instanceof Kernel.Rescaling) {
                    last[call.phase() - 1][argument.index()] = Integer.MAX_VALUE;
                }
            }
        }
        for (Node node : nodes.all) {
            if (node.isTensor() && isResult(node)) {
                last[phases.length - 1][node.index()] = Integer.MAX_VALUE;
            }
        }
        return last;
    }

    /** The gathers of all phases. */
    List<Gather> gathers() {
        return Arrays.stream(phases).flatMap(phase -> phase.gathers.stream()).toList();
    }

    private void plan(int phase, int[] lastUse) {
        List<Integer> free = new ArrayList<>();
        for (Node node : nodes.all) {
            if (node.source() != Source.CALL) {
                continue;
            }
            if (node.isLeafwise()) {
                if (node.phase() == phase + 1) {
                    leafwise(node, phase);
                }
                continue;
            }
            if (!node.isTensor()) {
                if (node.function().isElementwise() && node.phase() == phase) {
                    phases[phase].smalls.add(new Small(
                            node,
                            node.arguments().stream().mapToInt(Node::index).toArray()));
                } else if (node.kernel() instanceof Kernel.Reduction reduction && node.phase() == phase + 1) {
                    phases[phase].reductions.add(new Reduce(reduction, argumentSlots(node, phase), node.index()));
                }
                continue;
            }
            if (node.kernel() instanceof Kernel.Rescaling rescaling && node.phase() == phase + 1) {
                phases[phase].reductions.add(
                        new Reduce(rescaling.reduction(), argumentSlots(node, phase), node.index()));
            }
            if (node.phase() == phase && !tail.contains(node)) {
                loop(node, phase, lastUse, free);
            }
        }
    }

    private void leafwise(Node node, int phase) {
        for (Node argument : node.arguments()) {
            // Other kinds lie in arrays anyway, and so does what another function of whole leaves gave.
            if (argument.isTensor() && !argument.isLeafwise()) {
                Gather gather = new Gather(slot(argument, phase), argument.index());
                if (!phases[phase].gathers.contains(gather)) {
                    phases[phase].gathers.add(gather);
                }
            }
        }
        List<Kind> given = node.arguments().stream().map(Node::kind).toList();
        phases[phase].leafwise.add(new Leafwise(
                node,
                node.arguments().stream().mapToInt(Node::index).toArray(),
                ((Kernel.Leafwise) node.kernel())
                        .signature()
                        .of(given)
                        .orElseThrow()
                        .arguments()));
    }

    private int[] argumentSlots(Node node, int phase) {
        return node.arguments().stream()
                .mapToInt(argument -> slot(argument, phase))
                .toArray();
    }

    private void loop(Node node, int phase, int[] lastUse, List<Integer> free) {
        int[] arguments = argumentSlots(node, phase);
        for (Node argument : node.arguments().stream().distinct().toList()) {
            boolean dies = argument.isTensor()
                    && argument.source() == Source.CALL
                    && argument.phase() == phase
                    && lastUse[argument.index()] == node.index();
            int slot = slotOfNode.getOrDefault(argument.index(), -1);
            if (dies && registers.contains(slot)) {
                free.add(slot);
            }
        }
        int inPlace = stateInPlace(node, phase);
        int out = inPlace >= 0
                ? stateSlots[inPlace]
                : outlives(node, phase) ? spill() : free.isEmpty() ? register() : free.remove(free.size() - 1);
        slotOfNode.put(node.index(), out);
        Kernel kernel = node.kernel();
        int[] operands = arguments;
        if (kernel instanceof Kernel.Rescaling rescaling) {
            kernel = rescaling.finish();
            Kind scope = rescaling.reduction().scope();
            operands = new int[] {arguments[0], broadcast(node.index(), scope, phase), arguments[1]};
        }
        if (!(node.kernel() instanceof Kernel.Rescaling)) {
            kernel = Fusion.specialized(
                    kernel, node.arguments().stream().map(Node::kind).toList());
        }
        phases[phase].loops.add(new Loop(
                kernel, operands[0], operands[Math.min(1, operands.length - 1)], operands[operands.length - 1], out));
    }

    /**
     * The state whose new value the call makes, if its old value is not read after it: the new value then overwrites
     * the old one.
     */
    private int stateInPlace(Node node, int phase) {
        int state = nodes.states.indexOf(node);
        if (state < 0
                || !live[state]
                || !inBlocks[state]
                || phase < phases.length - 1
                || nodes.states.lastIndexOf(node) != state
                || nodes.update == node) {
            return -1;
        }
        Node old = old(state);
        boolean readAtEnd = tail.reads(old);
        boolean readLater = readAtEnd
                || isResult(old)
                || nodes.all.stream()
                        .anyMatch(call -> call.index() > node.index()
                                && call.source() == Source.CALL
                                && call.arguments().contains(old));
        return readLater || node.kernel() instanceof Kernel.Rescaling ? -1 : state;
    }

    /** Whether a tensor is read after the phase that computes it. */
    private boolean outlives(Node node, int phase) {
        if (isResult(node) && phase < phases.length - 1) {
            return true;
        }
        return nodes.all.stream()
                .anyMatch(user ->
                        user.source() == Source.CALL && user.arguments().contains(node) && loopPhase(user) > phase);
    }

    private int spill() {
        spilled.add(slots);
        return slots++;
    }

    /** The slot that holds the value as a tensor while the phase runs. */
    private int slot(Node node, int phase) {
        if (!node.isTensor() || node.isLeafwise()) {
            return broadcast(node.index(), node.kind(), phase);
        }
        phases[phase].loadsWeights |= node.source() == Source.WEIGHTS;
        phases[phase].loadsGradient |= node.source() == Source.GRADIENT;
        return slotOfNode.get(node.index());
    }

    private int broadcast(int node, Kind kind, int phase) {
        int slot = broadcastSlots.computeIfAbsent(node, index -> register());
        Broadcast broadcast = new Broadcast(node, kind, slot);
        if (!phases[phase].broadcasts.contains(broadcast)) {
            phases[phase].broadcasts.add(broadcast);
        }
        return slot;
    }
}
