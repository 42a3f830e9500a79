package savanna.dsl.family;

import java.util.Arrays;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.BlockEngine;
import savanna.dsl.execution.RestorableOptimizer;
import savanna.dsl.rate.Rates;

/**
 * What a program does on a recording: its updates at some steps, up to one factor for all. The weights are those of the
 * recording at every step, whatever the program did before.
 *
 * @param steps of the recording, rising
 * @param values by step, flat
 */
record Updates(int[] steps, float[][] values) {

    /** An update so much smaller than the weights loses digits when it is read as a difference of weights. */
    private static final double SMALL = 0.01;

    /** @param steps some of the {@linkplain Recording#compared() compared} ones */
    static Updates of(Analysis program, StateTracks tracks, int[] steps) {
        Updates updates = run(program, tracks, steps);
        double size = size(updates.values);
        double ratio = size / tracks.weights(steps);
        if (ratio > 0 && ratio < SMALL) {
            double factor = Math.scalb(1.0, -Math.getExponent(ratio));
            return run(AbstractExecution.ofValid(Rates.scaledExactly(program.program(), factor)), tracks, steps);
        }
        return updates;
    }

    private static Updates run(Analysis program, StateTracks tracks, int[] steps) {
        Recording recording = tracks.recording();
        RestorableOptimizer optimizer = BlockEngine.compileWhole(program, recording.layout());
        float[][][] states = new float[program.program().states().size()][][];
        Arrays.setAll(states, state -> tracks.of(program, state));
        float[][] values = new float[steps.length][];
        float[] weights = new float[recording.layout().size()];
        int[] compared = recording.compared();
        for (int at = 0, next = 0; next < steps.length; at++) {
            if (compared[at] < steps[next]) {
                continue;
            }
            for (int k = 0; k < states.length; k++) {
                optimizer.restore(k, states[k][at]);
            }
            Recording.Moment moment = recording.moments().get(steps[next]);
            System.arraycopy(moment.weights(), 0, weights, 0, weights.length);
            optimizer.step(weights, moment.gradient(), moment.schedule());
            float[] update = new float[weights.length];
            for (int i = 0; i < update.length; i++) {
                update[i] = moment.weights()[i] - weights[i];
            }
            values[next++] = update;
        }
        return new Updates(steps, values);
    }

    /** At some of its steps. */
    Updates at(int[] fewer) {
        float[][] some = new float[fewer.length][];
        for (int i = 0, k = 0; k < fewer.length; i++) {
            if (steps[i] == fewer[k]) {
                some[k++] = values[i];
            }
        }
        return new Updates(fewer, some);
    }

    /** Root mean square. */
    static double size(float[][] values) {
        double squares = 0;
        long count = 0;
        for (float[] row : values) {
            for (float value : row) {
                squares += (double) value * value;
            }
            count += row.length;
        }
        return Math.sqrt(squares / count);
    }

    boolean isFinite() {
        return Double.isFinite(size(values));
    }

    boolean isZero() {
        return size(values) == 0;
    }
}
