package savanna.dsl.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Dataflow;
import savanna.dsl.execution.BlockEngine;
import savanna.dsl.execution.RestorableOptimizer;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * What programs keep in their states while they go through a recording, before each of its compared steps. Weights and
 * gradients are the recording's, so that a state follows from the statements that it needs, whatever the update is made
 * of: programs that keep the same momentum share its track, and updates are computed only where they are compared. Safe
 * for use by several threads.
 */
final class StateTracks {

    /** Numbers of all tracks that are remembered: 64 MB. */
    private static final long MOST = 1L << 24;

    private final Recording recording;
    private final int[] steps;
    /** By the program that keeps the states and no others, the latest used last. */
    private final Map<Program, Track> known = new LinkedHashMap<>(16, 0.75f, true);

    private long size;
    /** Size of the weights, by steps. */
    private final Map<List<Integer>, Double> weights = new ConcurrentHashMap<>();

    /** @param states of a program, by state and compared step */
    private record Track(float[][][] states) {

        long size() {
            long size = 0;
            for (float[][] state : states) {
                for (float[] values : state) {
                    size += values.length;
                }
            }
            return size;
        }
    }

    StateTracks(Recording recording) {
        this.recording = recording;
        steps = recording.compared();
    }

    Recording recording() {
        return recording;
    }

    /** Root mean square of the weights at some steps. */
    double weights(int[] some) {
        return weights.computeIfAbsent(
                Arrays.stream(some).boxed().toList(),
                list -> Updates.size(list.stream()
                        .map(step -> recording.moments().get(step).weights())
                        .toArray(float[][]::new)));
    }

    /** A state of a program before each {@linkplain Recording#compared() compared} step. The arrays are shared. */
    float[][] of(Analysis program, int state) {
        List<Integer> needed = needed(program.flow(), state);
        Analysis alone = AbstractExecution.of(alone(program, needed));
        boolean isAlike = alone.isValid();
        for (int k = 0; k < needed.size() && isAlike; k++) {
            isAlike = alone.stateKinds().get(k) == program.stateKinds().get(needed.get(k));
        }
        // What keeps a state from being of another kind may be what it does not need.
        return isAlike ? track(alone).states[needed.indexOf(state)] : track(program).states[state];
    }

    private Track track(Analysis program) {
        synchronized (known) {
            Track track = known.get(program.program());
            if (track != null) {
                return track;
            }
        }
        Track track = run(program);
        synchronized (known) {
            if (known.put(program.program(), track) == null) {
                size += track.size();
            }
            for (var eldest = known.values().iterator(); size > MOST && known.size() > 1; ) {
                size -= eldest.next().size();
                eldest.remove();
            }
        }
        return track;
    }

    private Track run(Analysis program) {
        RestorableOptimizer optimizer = BlockEngine.compileWhole(program, recording.layout());
        float[][][] states = new float[program.program().states().size()][steps.length][];
        float[] weights = new float[recording.layout().size()];
        for (int step = 0, next = 0; next < steps.length; step++) {
            if (step == steps[next]) {
                for (int k = 0; k < states.length; k++) {
                    states[k][next] = optimizer.kept(k);
                }
                next++;
            }
            Recording.Moment moment = recording.moments().get(step);
            System.arraycopy(moment.weights(), 0, weights, 0, weights.length);
            optimizer.step(weights, moment.gradient(), moment.schedule());
        }
        return new Track(states);
    }

    /** The states on which the next value of a state depends, itself among them, in order. */
    private static List<Integer> needed(Dataflow flow, int state) {
        TreeSet<Integer> needed = new TreeSet<>(List.of(state));
        int before;
        do {
            before = needed.size();
            BitSet values = values(flow, needed);
            for (int k = 0; k < flow.states(); k++) {
                if (values.get(flow.state(k))) {
                    needed.add(k);
                }
            }
        } while (needed.size() > before);
        return List.copyOf(needed);
    }

    /** The values of which the next values of states are made. */
    private static BitSet values(Dataflow flow, Iterable<Integer> states) {
        BitSet values = new BitSet();
        for (int state : states) {
            values.set(flow.result(1 + state));
        }
        int statements = flow.program().statements().size();
        for (int i = statements - 1; i >= 0; i--) {
            if (values.get(flow.value(i))) {
                for (int k = 0;
                        k < flow.program().statements().get(i).arguments().size();
                        k++) {
                    if (!Dataflow.isConstant(flow.argument(i, k))) {
                        values.set(flow.argument(i, k));
                    }
                }
            }
        }
        return values;
    }

    /** The program with these states alone; the gradient, of which it costs nothing to make it, is its update. */
    private static Program alone(Analysis analysis, List<Integer> states) {
        Program program = analysis.program();
        List<String> inputs = new ArrayList<>(List.of(program.weights(), program.gradient()));
        List<String> results = new ArrayList<>(List.of(program.gradient()));
        for (int state : states) {
            inputs.add(program.states().get(state));
            results.add(program.results().get(1 + state));
        }
        inputs.add(program.schedule());
        BitSet values = values(analysis.flow(), states);
        List<Statement> statements = new ArrayList<>();
        for (int i = 0; i < program.statements().size(); i++) {
            if (values.get(analysis.flow().value(i))) {
                statements.add(program.statements().get(i));
            }
        }
        return new Program(inputs, statements, results);
    }
}
