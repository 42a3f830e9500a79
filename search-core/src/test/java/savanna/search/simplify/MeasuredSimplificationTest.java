package savanna.search.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import savanna.dsl.algebra.Proof;
import savanna.dsl.program.Program;
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

    private static MeasuredSimplification.Result simplify(Program program, int threads) {
        Task task = TaskCatalog.find("digits-mlp");
        try (TrainingService trainings = TrainingQueue.local(threads, Tasks.of(task))) {
            return new MeasuredSimplification(task, 4, 1, trainings, message -> {}).simplify(program);
        }
    }

    @Test
    void shouldRoundTheDistanceToOneOfAShare() {
        assertThat(MeasuredSimplification.roundings(0.99821967, true)).startsWith(0.998, 0.9982);
        assertThat(MeasuredSimplification.roundings(0.9, true)).isEmpty();
        assertThat(MeasuredSimplification.roundings(0.46019784, false)).startsWith(0.4602);
        assertThat(MeasuredSimplification.roundings(Float.MAX_VALUE, false))
                .as("4e38 is no number of 32 bits")
                .allMatch(Double::isFinite);
    }

    @Test
    void shouldKeepWhatTheTaskNoticesEvenIfItHarms() {
        assertThat(Change.between(List.of(1.0, 1.2, 0.8), List.of(0.5, 0.7, 0.3))
                        .isWithinNoise())
                .isFalse();
        assertThat(Change.between(List.of(1.0, 1.2, 0.8), List.of(1.01, 1.2, 0.8))
                        .isWithinNoise())
                .isTrue();
        assertThat(Change.between(List.of(1.0, 1.2, 0.8), List.of()).isWithinNoise())
                .isFalse();
    }
}
