package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.execution.Engine;
import savanna.dsl.execution.nd4j.Nd4jEngine;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

/**
 * The two engines on the same tasks. Over 50 steps training losses agree to 1e-3, relative, for programs that are
 * continuous in the gradient; where a sign is taken, a gradient near zero may go either way, so 1e-2.
 */
class EnginesTest {
    private static final int STEPS = 50;

    @ParameterizedTest
    @CsvSource({
        "digits-mlp-a, adamw, 1e-3",
        "digits-mlp-a, adam, 1e-3",
        "digits-mlp-a, sgd-momentum, 1e-3",
        "digits-mlp-a, lion, 1e-2",
        "digits-vit-a, adamw, 1e-3",
        "names-lm-a, adamw, 1e-3",
        "names-lm-a, rmsprop, 1e-3",
        "words-lm-a, lion, 1e-2"
    })
    void shouldTrainAlike(String task, String program, double tolerance) {
        List<Double> block = losses(TaskCatalog.local(task), program, Engine.block());
        List<Double> reference = losses(TaskCatalog.local(task), program, new Nd4jEngine());
        assertThat(block).hasSize(STEPS);
        for (int step = 0; step < STEPS; step++) {
            assertThat(block.get(step))
                    .as("loss at step %d", step + 1)
                    .isCloseTo(reference.get(step), within(tolerance * reference.get(step)));
        }
    }

    private static List<Double> losses(LocalTask task, String name, Engine engine) {
        Program program = ProgramLibrary.find(name).orElseThrow();
        TrainingRequest request = TrainingRequest.of(task, program, List.of(1L))
                .telling(TrainingRequest.Wanted.LOSSES)
                .endingAfter(STEPS);
        return task.trainer(engine).train(request, 1).seen().losses();
    }
}
