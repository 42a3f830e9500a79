package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;

class TrainingTest {
    private static final Task TASK = TaskCatalog.find("digits-mlp");
    private static final List<Long> SEEDS = List.of(1L, 2L);

    private static Program program(String update) {
        return Program.parse("def train(w, g, lr):\n  update = " + update + "\n  return update");
    }

    private static Program shipped(String name) {
        return ProgramLibrary.find(name).orElseThrow();
    }

    @Test
    void shouldTrainTheDigitsWithAShippedOptimizer() {
        Evaluation evaluation = TASK.trainer().train(shipped("adamw"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isEqualTo(Outcome.TRAINED);
        // A uniform guess is at ln 10 = 2.30; the loss on clean labels cannot be near 0 when a third of the training
        // labels are noise.
        assertThat(evaluation.fitness().getAsDouble()).isBetween(0.3, 1.0);
        assertThat(evaluation.runs()).extracting(Evaluation.Run::steps).containsOnly(300);
        assertThat(evaluation.runs().get(0).hurdleLosses()).hasSameSizeAs(TASK.hurdleShares());
    }

    @Test
    void shouldGiveTheSameBitsInAnyOrderAndOnAnyThread() throws Exception {
        List<Program> programs =
                List.of(shipped("adamw"), shipped("lion"), program("sign(g) * 0.01"), program("g * lr"));
        Trainer trainer = TASK.trainer();
        List<Evaluation> alone = programs.stream()
                .map(program -> trainer.train(program, SEEDS, Hurdles.none()))
                .toList();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Evaluation>> together = new ArrayList<>();
            for (int i = programs.size() - 1; i >= 0; i--) {
                Program program = programs.get(i);
                together.add(two.submit(
                        () -> TaskCatalog.find("digits-mlp").trainer().train(program, SEEDS, Hurdles.none())));
            }
            for (int i = 0; i < programs.size(); i++) {
                assertThat(together.get(programs.size() - 1 - i).get()).isEqualTo(alone.get(i));
            }
        } finally {
            two.shutdown();
        }
        assertThat(alone.get(0).runs().get(0).fitness())
                .isNotEqualTo(alone.get(0).runs().get(1).fitness());
    }

    @Test
    void shouldEndARunThatIsNotFiniteWithoutFitness() {
        Evaluation evaluation = TASK.trainer().train(program("g / (lr - lr) * 1e38 * 1e38"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isEqualTo(Outcome.NOT_FINITE);
        assertThat(evaluation.fitness()).isEmpty();
        assertThat(evaluation.runs()).hasSize(1);
        assertThat(evaluation.runs().get(0).steps()).isLessThan(10);
    }

    @Test
    void shouldEndARunThatDiverges() {
        Evaluation evaluation = TASK.trainer().train(program("-10 * g"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isIn(Outcome.DIVERGED, Outcome.NOT_FINITE);
        assertThat(evaluation.runs().get(0).steps()).isLessThan(100);
    }

    @Test
    void shouldNotCallARunTrainedWhoseLastUpdateIsNotFinite() {
        Evaluation evaluation =
                TASK.trainer().train(program("g / (maximum(lr, 0.0001) - 0.0001) * 0.001"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isNotEqualTo(Outcome.TRAINED);
    }

    @Test
    void shouldEndAHopelessRunAtTheFirstHurdleItMisses() {
        Trainer trainer = TASK.trainer();
        Hurdles hurdles = Hurdles.behind(trainer.train(shipped("adamw"), SEEDS, Hurdles.none()), TASK, 1.05);
        Evaluation hopeless = trainer.train(program("0.00001 * g"), SEEDS, hurdles);
        assertThat(hopeless.outcome()).isEqualTo(Outcome.HOPELESS);
        assertThat(hopeless.runs().get(0).steps()).isEqualTo(75);
        assertThat(trainer.train(program("0.00001 * g"), SEEDS, Hurdles.none()).outcome())
                .isEqualTo(Outcome.TRAINED);
        assertThat(trainer.train(shipped("adamw"), SEEDS, hurdles).outcome()).isEqualTo(Outcome.TRAINED);
    }

    @Test
    void shouldShowEachStepToAnObserver() {
        List<Integer> steps = new ArrayList<>();
        TASK.trainer()
                .train(shipped("adamw"), List.of(3L), Hurdles.none(), (seed, step, loss, weights) -> steps.add(step));
        assertThat(steps).hasSize(300).startsWith(1, 2, 3).endsWith(300);
    }

    @Test
    void shouldSayWhichTasksThereAre() {
        assertThatThrownBy(() -> TaskCatalog.find("digit-mlp"))
                .isInstanceOf(TaskException.class)
                .hasMessage("no task named \"digit-mlp\", and no such file; did you mean \"digits-mlp\"?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "digits-mlp-a",
                "digits-mlp-b",
                "digits-mlp-c",
                "digits-vit-a",
                "digits-vit-b",
                "digits-vit-c",
                "noisy-vit-a",
                "noisy-vit-b",
                "noisy-vit-c",
                "names-lm-a",
                "names-lm-b",
                "names-lm-c",
                "words-lm-a",
                "words-lm-b",
                "words-lm-c"
            })
    void shouldTrainEachShippedTask(String name) {
        Task task = TaskCatalog.find(name);
        assertThat(task.name()).isEqualTo(name);
        assertThat(TaskCatalog.names()).contains(name);
        Hurdles soon = new Hurdles(List.of(new Hurdles.Bound(20.0 / task.steps(), -1)));
        Evaluation evaluation = task.trainer().train(shipped("adamw"), task.searchSeeds(), soon);
        assertThat(evaluation.outcome()).isEqualTo(Outcome.HOPELESS);
        assertThat(evaluation.runs().get(0).steps()).isEqualTo(20);
    }

    @Test
    void shouldGiveTheSameBitsOnATransformerAgainAndAgain() {
        Task task = TaskCatalog.find("names-lm-a");
        Trainer trainer = task.trainer();
        Evaluation first = trainer.train(shipped("lion"), List.of(9L), Hurdles.none());
        trainer.train(shipped("adamw"), List.of(4L), Hurdles.none());
        assertThat(trainer.train(shipped("lion"), List.of(9L), Hurdles.none())).isEqualTo(first);
        assertThat(task.trainer().train(shipped("lion"), List.of(9L), Hurdles.none()))
                .isEqualTo(first);
    }
}
