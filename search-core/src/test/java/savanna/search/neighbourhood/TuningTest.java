package savanna.search.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.search.RegressionTask;
import savanna.search.ScriptedTrainings;
import savanna.search.random.RandomStreams;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;

class TuningTest {

    private static final Program SGD =
            Program.parse("def train(w, g, lr):\n  rate = lr * 0.01\n  update = g * rate\n  return update");

    /** The constant that the update is proportional to. */
    private static double rate(Program program) {
        return program.statements().stream()
                .flatMap(statement -> statement.arguments().stream())
                .filter(Operand.Constant.class::isInstance)
                .mapToDouble(operand -> ((Operand.Constant) operand).value())
                .reduce(1, (one, other) -> one * other);
    }

    /** The first ladder has steps of a factor 3.16, and what is between them may be much better. */
    @ParameterizedTest
    @ValueSource(doubles = {1.78, 0.56, 5.6, 1.33, 0.042})
    void shouldFindARateBetweenTheStepsOfTheLadder(double factor) {
        ScriptedTrainings trainings = new ScriptedTrainings(request -> result(request, 0.01 * factor));
        Program tuned = Tuning.tune(
                SGD, new RegressionTask(20), trainings, 3, 8, List.of(1L, 2L, 3L, 4L), new RandomStreams(1));
        assertThat(rate(tuned) / (0.01 * factor)).isBetween(0.86, 1.16);
    }

    private static TrainingResult result(TrainingRequest request, double best) {
        double ratio = rate(request.program()) / best;
        double distance = ratio > 0 ? Math.abs(Math.log(ratio)) : 99;
        return TrainingResult.of(request.seeds().stream()
                .map(seed -> TrainingResult.Run.trained(seed, 1 + distance, 20, List.of()))
                .toList());
    }
}
