package savanna.dsl.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.Optimizer;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;

class StateTracksTest {

    private static final Recording RECORDING = SmallTraining.RECORDING;

    static List<String> shipped() {
        return ProgramLibrary.names();
    }

    /** States of all kinds: tensors, rows, columns, squares, numbers; and some that need others. */
    @ParameterizedTest
    @MethodSource("shipped")
    void shouldGiveTheUpdatesOfARunThroughAllStepsBitForBit(String name) {
        // So large that no update is raised to be read exactly.
        Program large = Rates.scaledExactly(ProgramLibrary.find(name).orElseThrow(), 1 << 24);
        int[] steps = RECORDING.compared();
        float[][] expected = run(large, steps);
        StateTracks tracks = new StateTracks(RECORDING);
        Analysis program = AbstractExecution.ofValid(large);
        assertThat(Updates.of(program, tracks, steps).values()).isDeepEqualTo(expected);
        assertThat(Updates.of(program, tracks, RECORDING.glanced()).values())
                .isDeepEqualTo(
                        new Updates(steps, expected).at(RECORDING.glanced()).values());
    }

    private static float[][] run(Program program, int[] steps) {
        Optimizer optimizer = Engine.block().compile(program, RECORDING.layout());
        float[][] updates = new float[steps.length][];
        for (int step = 0, next = 0; next < steps.length; step++) {
            Recording.Moment moment = RECORDING.moments().get(step);
            float[] weights = moment.weights().clone();
            optimizer.step(weights, moment.gradient(), moment.schedule());
            if (step == steps[next]) {
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = moment.weights()[i] - weights[i];
                }
                updates[next++] = weights;
            }
        }
        return updates;
    }

    @Test
    void shouldComputeAMomentumOnceForAllThatKeepIt() {
        StateTracks tracks = new StateTracks(RECORDING);
        Analysis signum = analysis("m", "m = interp(g, m, 0.9); u = sign(m); u = u * lr");
        Analysis adam = analysis("m, v", "m = interp(g, m, 0.9); s = g * g; v = interp(s, v, 0.99); u = m / v");
        assertThat(tracks.of(adam, 0)).isSameAs(tracks.of(signum, 0));
        assertThat(tracks.of(adam, 1)).isNotSameAs(tracks.of(signum, 0));
    }

    /** The old value of the second is what the first becomes: neither can be had without the other's statements. */
    @Test
    void shouldFollowStatesThatNeedEachOther() {
        Program program = program("m, v", "k = v * 0.5; m = interp(g, k, 0.9); v = interp(m, w, 0.5); u = m * 64.0");
        int[] steps = RECORDING.compared();
        assertThat(Updates.of(AbstractExecution.ofValid(program), new StateTracks(RECORDING), steps)
                        .values())
                .isDeepEqualTo(run(program, steps));
    }

    private static Analysis analysis(String states, String statements) {
        return AbstractExecution.ofValid(program(states, statements));
    }

    private static Program program(String states, String statements) {
        return Program.parse("def train(w, g, " + states + ", lr):\n  " + statements.replace("; ", "\n  ")
                + "\n  return u, " + states + "\n");
    }
}
