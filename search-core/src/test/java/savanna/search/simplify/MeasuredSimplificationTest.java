package savanna.search.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.dsl.algebra.Proof;
import savanna.dsl.program.Program;
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
        Program program = Program.parse(
                "def train(w, g, m, lr):\n  m = interp(g, m, 0.7)\n  a = arctan(m)\n  s = square(g)\n  a = a / s\n"
                        + "  a = clip(a, lr)\n  u = a * 0.005\n  return u, m\n");
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
    void shouldSayThatItsBudgetEndedIt() {
        Program program = Program.parse(
                "def train(w, g, lr):\n  g = clip(g, 1000.0)\n  u = sign(g)\n  lr = lr * 0.01\n  u = u * lr\n  return u\n");
        MeasuredSimplification.Result result = simplify(program, 2, 0);
        assertThat(result.isComplete()).isFalse();
        assertThat(result.asked()).isZero();
        assertThat(result.derivation().result().toString()).contains("clip");
    }

    private static MeasuredSimplification.Result simplify(Program program, int threads) {
        return simplify(program, threads, 5_000);
    }

    private static MeasuredSimplification.Result simplify(Program program, int threads, long budget) {
        Task task = TaskCatalog.find("digits-mlp");
        try (TrainingService trainings = TrainingQueue.local(threads, Tasks.of(task))) {
            return new MeasuredSimplification(
                            task,
                            new MeasuredSimplification.Budget(4, budget),
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
