package savanna.search.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.dsl.algebra.Proof;
import savanna.dsl.program.Program;
import savanna.search.mutation.FunctionSet;
import savanna.search.random.RandomStreams;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

class MeasuredSimplificationTest {

    @Test
    void shouldLeaveOutWhatTheTaskDoesNotNoticeWhateverTheThreads() {
        // Gradients are far below 1000, so clip to 1000 changes nothing; the sign does.
        Program program = Program.parse(
                "def train(w, g, m, lr):\n  g = clip(g, 1000.0)\n  m = interp(g, m, 0.9)\n  u = sign(m)\n  lr = lr * 0.0123456\n  u = u * lr\n  return u, m\n");
        MeasuredSimplification.Result one = simplify(program, 1);
        MeasuredSimplification.Result two = simplify(program, 2);
        assertThat(two.derivation()).isEqualTo(one.derivation());
        assertThat(one.derivation().result().toString()).doesNotContain("clip").contains("sign");
        assertThat(one.derivation().steps())
                .anyMatch(step -> step.proof().ground() == Proof.Ground.MEASURED
                        && step.proof().text().contains("digits-mlp with 4 seeds"));
    }

    @Test
    void shouldPutAnotherFunctionWhereTheTaskDoesNotNotice() {
        // Gradients are so small that arctan(m) / g^2 is far beyond lr: this is the sign of m, times lr, in disguise;
        // four
        // seeds of a task with noisy labels notice still less.
        Program program = signInDisguise("0.7", "  a = a * 0.005\n");
        MeasuredSimplification.Result result = simplify(program, 2);
        assertThat(result.isComplete()).isTrue();
        assertThat(result.derivation().result().toString()).doesNotContain("arctan", "square");
        assertThat(result.derivation().result().statements()).hasSizeLessThanOrEqualTo(4);
        assertThat(result.asked()).isBetween(100L, 5_000L);
        assertThat(result.derivation().steps())
                .filteredOn(step -> step.proof().ground() == Proof.Ground.MEASURED)
                .isNotEmpty()
                .allMatch(step -> step.proof().text().contains("digits-mlp with 4 seeds: fitness "));
        assertThat(result.derivation().steps())
                .as("each begins where the one before ended")
                .allMatch(step -> step == result.derivation().steps().get(0)
                        || result.derivation().steps().stream()
                                .anyMatch(other -> other.after().equals(step.before())));
    }

    @Test
    void shouldTakeOfEquallySimpleProgramsTheOneThatIsSurestToBeTheSame() {
        // clip(arctan(m), lr) with another rate is as short as clip(sign(m), lr), and as near by the mean, but not by
        // its error: on these gradients the second is nearly what the program is, seed by seed.
        Program program = signInDisguise("0.9", "  a = a * 0.005\n");
        MeasuredSimplification.Result result = simplify(program, FunctionSet.paper(), 2, 5_000, 8);
        assertThat(result.derivation().result()).isEqualTo(Program.parse("""
                        def train(w, g, momentum, lr):
                          momentum = interp(g, momentum, 0.9)
                          direction = sign(momentum)
                          learning_rate = lr * 0.005
                          update = direction * learning_rate
                          return update, momentum
                        """));
    }

    @Test
    void shouldPutNoFunctionButThoseOfTheSet() {
        Program program = signInDisguise("0.7", "  a = a * 0.005\n");
        MeasuredSimplification.Result result =
                simplify(program, FunctionSet.of(List.of("tanh", "multiply")), 2, 1_500, 4);
        assertThat(result.derivation().steps())
                .filteredOn(step -> step.rule().startsWith("replace "))
                .allMatch(step -> step.rule().contains(" by "))
                .allMatch(step ->
                        step.rule().substring(step.rule().indexOf(" by ")).matches(".*(tanh\\(| \\* ).*"));
        assertThat(result.derivation().result().toString()).doesNotContain("sign(");
    }

    @Test
    void shouldMeasureAtASmallerRateWhatIsGivenWithFarTooLargeAOne() {
        Program program = signInDisguise("0.9", "");
        MeasuredSimplification.Result result = simplify(program, FunctionSet.paper(), 2, 5_000, 8);
        assertThat(result.factor()).isIn(0.03, 0.01, 0.003);
        assertThat(result.derivation().result().toString()).doesNotContain("arctan", "square");
        assertThat(result.derivation().result().statements())
                .as("as sign(m) * lr")
                .hasSize(3);
    }

    @Test
    void shouldMeasureWhatExplodesAtASmallerRate() {
        Program program = Program.parse("def train(w, g, lr):\n  u = g * 100.0\n  return u\n");
        assertThat(simplify(program, FunctionSet.paper(), 2, 0, 8).factor()).isLessThan(1);
    }

    @Test
    void shouldSayThatItsBudgetEndedIt() {
        Program program = Program.parse(
                "def train(w, g, lr):\n  g = clip(g, 1000.0)\n  u = sign(g)\n  lr = lr * 0.01\n  u = u * lr\n  return u\n");
        MeasuredSimplification.Result result = simplify(program, 2, 0);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.asked()).isZero();
        assertThat(result.derivation().result().toString()).contains("clip");
    }

    /** The sign of a momentum, times lr. @param more statements, of a, each on a line */
    private static Program signInDisguise(String rate, String more) {
        return Program.parse("def train(w, g, m, lr):\n  m = interp(g, m, " + rate
                + ")\n  a = arctan(m)\n  s = square(g)\n  a = a / s\n  a = clip(a, lr)\n" + more
                + "  return a, m\n");
    }

    private static MeasuredSimplification.Result simplify(Program program, int threads) {
        return simplify(program, threads, 5_000);
    }

    private static MeasuredSimplification.Result simplify(Program program, int threads, long budget) {
        return simplify(program, FunctionSet.paper(), threads, budget, 4);
    }

    private static MeasuredSimplification.Result simplify(
            Program program, FunctionSet functions, int threads, long budget, int seeds) {
        Task task = TaskCatalog.find("digits-mlp");
        try (TrainingService trainings = TrainingQueue.local(threads, Tasks.of(task))) {
            return new MeasuredSimplification(
                            task,
                            functions,
                            new MeasuredSimplification.Budget(seeds, budget),
                            new RandomStreams(1),
                            trainings,
                            message -> {})
                    .simplify(program);
        }
    }

    @Test
    void shouldRoundTheDistanceToOneOfAShare() {
        assertThat(Roundings.of(0.99821967, true)).startsWith(0.998, 0.9982);
        assertThat(Roundings.of(0.9, true)).isEmpty();
        assertThat(Roundings.of(0.46019784, false)).startsWith(0.4602);
        assertThat(Roundings.of(Float.MAX_VALUE, false))
                .as("4e38 is no number of 32 bits")
                .allMatch(Double::isFinite);
    }

    @Test
    void shouldKeepWhatTheTaskNoticesEvenIfItHarms() {
        assertThat(Change.between(List.of(1.0, 1.2, 0.8), List.of(0.5, 0.7, 0.3), List.of(1.0, 1.2, 0.8))
                        .isWithinNoise())
                .isFalse();
        assertThat(Change.between(List.of(1.0, 1.2, 0.8), List.of(1.01, 1.2, 0.8), List.of(1.0, 1.2, 0.8))
                        .isWithinNoise())
                .isTrue();
        assertThat(Change.between(List.of(1.0, 1.2, 0.8), List.of(), List.of(1.0, 1.2, 0.8))
                        .isWithinNoise())
                .isFalse();
    }
}
