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
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.execution.Engine;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.TrainingRequest.Wanted;

class TrainingTest {
    private static final LocalTask TASK = TaskCatalog.local("digits-mlp");
    private static final List<Long> SEEDS = List.of(1L, 2L);

    private static Program program(String update) {
        return Program.parse("def train(w, g, lr):\n  update = " + update + "\n  return update");
    }

    private static Program shipped(String name) {
        return ProgramLibrary.find(name).orElseThrow();
    }

    @Test
    void shouldTrainTheDigitsWithAShippedOptimizer() {
        TrainingResult evaluation = Trainings.train(TASK, shipped("adamw"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isEqualTo(Outcome.TRAINED);
        // A uniform guess is at ln 10 = 2.30; the loss on clean labels cannot be near 0 when a third of the training
        // labels are noise.
        assertThat(evaluation.fitness().getAsDouble()).isBetween(0.3, 1.0);
        assertThat(evaluation.runs()).extracting(TrainingResult.Run::steps).containsOnly(300);
        assertThat(evaluation.runs().get(0).hurdleLosses()).hasSameSizeAs(TASK.hurdleShares());
    }

    @Test
    void shouldGiveTheSameBitsInAnyOrderAndOnAnyThread() throws Exception {
        List<Program> programs =
                List.of(shipped("adamw"), shipped("lion"), program("sign(g) * 0.01"), program("g * lr"));
        Trainer trainer = TASK.trainer(Engine.block());
        List<TrainingResult> alone = programs.stream()
                .map(program -> Trainings.train(trainer, TASK, program, SEEDS, Hurdles.none()))
                .toList();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<TrainingResult>> together = new ArrayList<>();
            for (int i = programs.size() - 1; i >= 0; i--) {
                Program program = programs.get(i);
                together.add(two.submit(
                        () -> Trainings.train(TaskCatalog.local("digits-mlp"), program, SEEDS, Hurdles.none())));
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
        TrainingResult evaluation =
                Trainings.train(TASK, program("g / (lr - lr) * 1e38 * 1e38"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isEqualTo(Outcome.NOT_FINITE);
        assertThat(evaluation.fitness()).isEmpty();
        assertThat(evaluation.runs()).hasSize(1);
        assertThat(evaluation.runs().get(0).steps()).isLessThan(10);
    }

    @Test
    void shouldEndARunThatDiverges() {
        TrainingResult evaluation = Trainings.train(TASK, program("-10 * g"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isIn(Outcome.DIVERGED, Outcome.NOT_FINITE);
        assertThat(evaluation.runs().get(0).steps()).isLessThan(100);
    }

    @Test
    void shouldNotCallARunTrainedWhoseLastUpdateIsNotFinite() {
        TrainingResult evaluation =
                Trainings.train(TASK, program("g / (maximum(lr, 0.0001) - 0.0001) * 0.001"), SEEDS, Hurdles.none());
        assertThat(evaluation.outcome()).isNotEqualTo(Outcome.TRAINED);
    }

    @Test
    void shouldEndAHopelessRunAtTheFirstHurdleItMisses() {
        Trainer trainer = TASK.trainer(Engine.block());
        Hurdles hurdles =
                Hurdles.behind(Trainings.train(trainer, TASK, shipped("adamw"), SEEDS, Hurdles.none()), TASK, 1.05);
        TrainingResult hopeless = Trainings.train(trainer, TASK, program("0.00001 * g"), SEEDS, hurdles);
        assertThat(hopeless.outcome()).isEqualTo(Outcome.HOPELESS);
        assertThat(hopeless.runs().get(0).steps()).isEqualTo(75);
        assertThat(Trainings.train(trainer, TASK, program("0.00001 * g"), SEEDS, Hurdles.none())
                        .outcome())
                .isEqualTo(Outcome.TRAINED);
        assertThat(Trainings.train(trainer, TASK, shipped("adamw"), SEEDS, hurdles)
                        .outcome())
                .isEqualTo(Outcome.TRAINED);
    }

    @Test
    void shouldTellWhatIsWantedBesidesFitness() {
        Trainer trainer = TASK.trainer(Engine.block());
        TrainingRequest request = TrainingRequest.of(TASK, shipped("adamw"), List.of(3L));
        TrainingResult.Run plain = trainer.train(request, 3);
        assertThat(plain.seen()).isEqualTo(TrainingResult.Seen.NOTHING);
        TrainingResult.Run told = trainer.train(request.telling(Wanted.LOSSES, Wanted.CURVE, Wanted.TEST), 3);
        assertThat(told.fitness()).isEqualTo(plain.fitness());
        assertThat(told.seen().losses()).hasSize(300);
        assertThat(told.seen().curve())
                .extracting(TrainingResult.CurvePoint::step)
                .isEqualTo(TASK.validationSteps());
        assertThat(told.seen().curve().get(39).value()).isEqualTo(told.fitness().getAsDouble());
        assertThat(told.seen().test().getAsDouble())
                .isBetween(0.3, 1.0)
                .isNotEqualTo(told.fitness().getAsDouble());
    }

    @Test
    void shouldSampleGradientsOfTheFirstStepsAlone() {
        TrainingRequest request = TrainingRequest.of(TASK, shipped("adamw"), List.of(3L))
                .telling(Wanted.GRADIENTS, Wanted.LOSSES)
                .endingAfter(60);
        TrainingResult.Run run = TASK.trainer(Engine.block()).train(request, 3);
        assertThat(run.outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(run.steps()).isEqualTo(60);
        assertThat(run.fitness()).isEmpty();
        assertThat(run.seen().losses()).hasSize(60);
        GradientSample sample = run.seen().gradients().orElseThrow();
        assertThat(sample.moments()).hasSize(60);
        assertThat(sample.layout().leaves())
                .hasSameSizeAs(TASK.layout().leaves())
                .allMatch(leaf -> leaf.length() <= 256)
                .first()
                .as("of 64 x 32 weights some rows and columns")
                .satisfies(leaf -> assertThat(leaf.shape()).containsExactly(16, 16));
        assertThat(TASK.trainer(Engine.block()).train(request, 3).seen()).isEqualTo(run.seen());
        assertThat(sample.moments().get(0).weights())
                .as("weights before the first update, and later ones")
                .isNotEqualTo(sample.moments().get(1).weights());
    }

    @Test
    void shouldSayWhichTasksThereAre() {
        assertThatThrownBy(() -> TaskCatalog.find("digit-mlp"))
                .isInstanceOf(TaskException.class)
                .hasMessage("no task named \"digit-mlp\", and no such file; did you mean \"digits-mlp\"?");
    }

    /** All but those whose data is the user's. */
    static List<String> shippedWithTheirData() {
        List<String> others = List.of("mnist-vit", "text-lm");
        assertThat(TaskCatalog.names()).containsAll(others).hasSizeGreaterThan(20);
        return TaskCatalog.names().stream()
                .filter(name -> !others.contains(name))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shippedWithTheirData")
    void shouldTrainEachShippedTask(String name) {
        LocalTask task = TaskCatalog.local(name);
        assertThat(task.name()).isEqualTo(name);
        Hurdles soon = new Hurdles(List.of(new Hurdles.Bound(20.0 / task.steps(), -1)));
        TrainingResult evaluation = Trainings.train(task, shipped("adamw"), task.searchSeeds(), soon);
        assertThat(evaluation.outcome()).isEqualTo(Outcome.HOPELESS);
        assertThat(evaluation.runs().get(0).steps()).isEqualTo(20);
    }

    @Test
    void shouldGiveTheSameBitsOnATransformerAgainAndAgain() {
        LocalTask task = TaskCatalog.local("names-lm-a");
        Trainer trainer = task.trainer(Engine.block());
        TrainingResult first = Trainings.train(trainer, task, shipped("lion"), List.of(9L), Hurdles.none());
        Trainings.train(trainer, task, shipped("adamw"), List.of(4L), Hurdles.none());
        assertThat(Trainings.train(trainer, task, shipped("lion"), List.of(9L), Hurdles.none()))
                .isEqualTo(first);
        assertThat(Trainings.train(task, shipped("lion"), List.of(9L), Hurdles.none()))
                .isEqualTo(first);
    }
}
