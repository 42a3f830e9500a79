package savanna.tasks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.Outcome;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.Training;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

@Timeout(120)
class SuiteTest {

    private static final Program ADAMW = ProgramLibrary.find("adamw").orElseThrow();
    private static final Program LION = ProgramLibrary.find("lion").orElseThrow();
    private static final List<Long> SEEDS = List.of(3L, 1L, 8L);

    @TempDir
    private Path folder;

    private final Map<Training.Key, Training> remembered = new HashMap<>();
    private LocalTask first;
    private LocalTask second;
    private Suite suite;

    @BeforeEach
    void makeSuite() throws IOException {
        first = task("first", "steps: 24, seeds: 2, hurdles: [0.25, 0.5]");
        second = task("second", "steps: 16, seeds: 3, hurdles: [0.5], rescale: 4");
        suite = suite(new Suite.Part(first, 0.25, 9), new Suite.Part(second, 0.5, 7));
    }

    private LocalTask task(String name, String recipe) throws IOException {
        Path path = Files.writeString(
                folder.resolve(name + ".yaml"),
                "data: {kind: digits}\nmodel: {kind: mlp, hidden: [8]}\nrecipe: {batch: 16, " + recipe + "}\n");
        return TaskCatalog.local(path.toString());
    }

    private static Suite suite(Suite.Part... parts) {
        return new Suite(ADAMW, AbstractExecution.ofValid(ADAMW).hash(), List.of(parts));
    }

    private TrainingService service(int threads) {
        TrainingMemory memory = new TrainingMemory() {
            @Override
            public Optional<TrainingResult.Run> recall(Training.Key key) {
                return Optional.ofNullable(remembered.get(key)).map(Training::run);
            }

            @Override
            public void remember(Training training) {
                remembered.put(training.key(), training);
            }
        };
        return new SuiteTrainings(
                TrainingQueue.local(threads, Tasks.of(first, second), memory, new Interruption(), progress -> {}),
                suite);
    }

    private List<TrainingResult> train(int threads, TrainingRequest... requests) {
        try (TrainingService service = service(threads)) {
            return service.train(List.of(requests));
        }
    }

    private static List<Double> fitness(TrainingResult result) {
        return result.runs().stream().map(run -> run.fitness().orElseThrow()).toList();
    }

    @Test
    void shouldSayHowHardASeedIsInScalesOfTheTasks() {
        assertThat(suite.hardness(List.of(OptionalDouble.of(9.5), OptionalDouble.of(6))))
                .isEqualTo((2 - 2) / 2.0);
        assertThat(suite.hardness(List.of(OptionalDouble.of(9.5), OptionalDouble.empty())))
                .as("where it fails its mean stands for it")
                .isEqualTo(1);
    }

    @Test
    void shouldBeTheMeanOverTasksOfThePairedDifferenceInScales() {
        List<TrainingResult> results = train(
                2,
                TrainingRequest.of(suite, LION, SEEDS),
                TrainingRequest.of(first, LION, SEEDS),
                TrainingRequest.of(first, ADAMW, SEEDS),
                TrainingRequest.of(second, LION, SEEDS),
                TrainingRequest.of(second, ADAMW, SEEDS));
        for (int i = 0; i < SEEDS.size(); i++) {
            TrainingResult.Run run = results.get(0).runs().get(i);
            double onFirst =
                    fitness(results.get(1)).get(i) - fitness(results.get(2)).get(i);
            double onSecond =
                    fitness(results.get(3)).get(i) - fitness(results.get(4)).get(i);
            assertThat(run.seed()).isEqualTo(SEEDS.get(i));
            assertThat(run.fitness().orElseThrow()).isCloseTo((onFirst / 0.25 + onSecond / 0.5) / 2, within(1e-12));
            assertThat(run.steps()).isEqualTo(40).isEqualTo(suite.steps());
            assertThat(run.seen().byTask()).containsExactly(onFirst / 0.25, onSecond / 0.5);
            assertThat(run.hurdleLosses()).hasSize(3);
        }
        assertThat(fitness(results.get(0))).doesNotContain(0.0);
    }

    @Test
    void shouldBeZeroForTheStartProgram() {
        assertThat(fitness(train(2, TrainingRequest.of(suite, ADAMW, SEEDS)).get(0)))
                .containsOnly(0.0);
    }

    @Test
    void shouldRememberTrainingsOfItsTasksSoThatTheirOtherUsersMeetThem() {
        train(2, TrainingRequest.of(suite, LION, SEEDS));
        assertThat(remembered.keySet().stream().map(Training.Key::task))
                .containsOnly(first.digest().value(), second.digest().value());
        assertThat(remembered)
                .as("lion and the start program, two tasks, three seeds")
                .hasSize(12);
        try (TrainingService service = service(1)) {
            service.train(List.of(
                    TrainingRequest.of(suite, LION, SEEDS),
                    TrainingRequest.of(first, LION, SEEDS),
                    TrainingRequest.of(second, ADAMW, SEEDS)));
            assertThat(service.made()).isZero();
        }
    }

    @Test
    void shouldNotTrainOnFurtherTasksWhatFailsOnOne() {
        Program failing = Program.parse("def train(w, g, lr):\n  update = g * 1e30\n  return update");
        TrainingResult result =
                train(1, TrainingRequest.of(suite, failing, SEEDS)).get(0);
        assertThat(result.outcome().isFailure()).isTrue();
        assertThat(result.fitness()).isEmpty();
        assertThat(result.runs()).hasSize(1).allMatch(run -> run.seed() == 3);
        assertThat(remembered.keySet().stream()
                        .filter(key -> key.hash()
                                .equals(AbstractExecution.ofValid(failing).hash())))
                .hasSize(1);
    }

    @Test
    void shouldEndAtTheHurdlesOfEachTask() {
        TrainingResult own = train(2, TrainingRequest.of(suite, ADAMW, SEEDS)).get(0);
        Hurdles hurdles = Hurdles.behindWorst(own, suite, 1);
        assertThat(hurdles.bounds()).hasSize(3);
        assertThat(train(2, TrainingRequest.of(suite, ADAMW, SEEDS).behind(hurdles))
                        .get(0)
                        .outcome())
                .as("none of its own runs would end there")
                .isEqualTo(Outcome.TRAINED);
        Hurdles impossible = new Hurdles(hurdles.bounds().stream()
                .map(bound -> new Hurdles.Bound(bound.share(), bound.share() < 0.5 ? 1e9 : 1e-9))
                .toList());
        TrainingResult hopeless = train(
                        2, TrainingRequest.of(suite, LION, SEEDS).behind(impossible))
                .get(0);
        assertThat(hopeless.outcome()).isEqualTo(Outcome.HOPELESS);
        TrainingResult.Run last = hopeless.runs().get(hopeless.runs().size() - 1);
        assertThat(last.seed()).isEqualTo(3);
        assertThat(last.outcome()).isEqualTo(Outcome.HOPELESS);
        assertThat(last.steps()).as("all of the first task, half of the second").isEqualTo(24 + 8);
        assertThat(hopeless.steps())
                .as("the first task was trained with the other seeds, too")
                .isEqualTo(3 * 24 + 8);
        assertThat(hopeless.fitness()).isEmpty();
    }

    @Test
    void shouldNotTrainOnFurtherTasksWhatIsFarBehindOnOne() {
        TrainingResult whole = train(1, TrainingRequest.of(suite, LION, SEEDS)).get(0);
        Suite.Part first = suite.parts().get(0);
        double worst = remembered.values().stream()
                .filter(training ->
                        training.key().task().equals(first.task().digest().value()))
                .filter(training -> training.key().hash().equals(hash(LION)))
                .mapToDouble(training -> training.run().fitness().orElseThrow())
                .max()
                .orElseThrow();
        double behind = (worst - first.mean()) / first.scale();
        assertThat(bounded(1e9, -1e9).outcome())
                .as("far behind on the second task")
                .isEqualTo(Outcome.HOPELESS);
        assertThat(bounded(1e9, 1e9).fitness())
                .as("no fitness is that far behind")
                .isEqualTo(whole.fitness());
        remembered.clear();
        TrainingResult hopeless = bounded(behind - 1e-6, 1e9);
        assertThat(hopeless.outcome()).isEqualTo(Outcome.HOPELESS);
        assertThat(hopeless.fitness()).isEmpty();
        assertThat(remembered.values().stream()
                        .filter(training -> training.key().hash().equals(hash(LION))))
                .as("whole trainings of the first task alone, with their fitness")
                .isNotEmpty()
                .allMatch(training ->
                        training.key().task().equals(first.task().digest().value()))
                .allMatch(training -> training.run().outcome() == Outcome.TRAINED);
    }

    @Test
    void shouldRefuseBoundsOnFitnessOfOtherTasksThanItsOwn() {
        Hurdles ofOne = Hurdles.none().endingAbove(List.of(1.0));
        assertThatThrownBy(() -> train(1, TrainingRequest.of(suite, LION, SEEDS).behind(ofOne)))
                .hasStackTraceContaining("bounds on the fitness on 1 tasks; expected one for each of 2");
    }

    private TrainingResult bounded(double onFirst, double onSecond) {
        Hurdles hurdles = Hurdles.none().endingAbove(List.of(onFirst, onSecond));
        return train(1, TrainingRequest.of(suite, LION, SEEDS).behind(hurdles)).get(0);
    }

    private static FunctionalHash hash(Program program) {
        return AbstractExecution.ofValid(program).hash();
    }

    @Test
    void shouldMakeBoundsOnFitnessOfEachTaskByItself() {
        TrainingResult own = train(1, TrainingRequest.of(suite, ADAMW, SEEDS)).get(0);
        TrainingResult lion = train(1, TrainingRequest.of(suite, LION, SEEDS)).get(0);
        Hurdles.Rule rule = new Hurdles.Rule(OptionalDouble.empty(), OptionalDouble.of(0.5));
        assertThat(rule.behind(own, suite).fitness())
                .as("the start program is 0 on every task")
                .containsExactly(0.5, 0.5);
        List<List<Double>> byTask =
                lion.runs().stream().map(run -> run.seen().byTask()).toList();
        for (int task = 0; task < 2; task++) {
            int place = task;
            DoubleSummaryStatistics values =
                    byTask.stream().mapToDouble(each -> each.get(place)).summaryStatistics();
            assertThat(rule.behind(lion, suite).fitness().get(task)).isCloseTo(values.getAverage() + 0.5, within(1e-9));
            assertThat(rule.behindWorst(lion, suite).fitness().get(task)).isEqualTo(values.getMax() + 0.5);
        }
        assertThat(Hurdles.Rule.none().behind(own, suite)).isEqualTo(Hurdles.none());
    }

    @Test
    void shouldGiveTheSameOnAnyNumberOfThreads() {
        List<TrainingRequest> requests = ProgramLibrary.names().stream()
                .map(name -> TrainingRequest.of(suite, ProgramLibrary.find(name).orElseThrow(), List.of(1L, 2L)))
                .toList();
        List<List<Double>> once = outcomes(train(1, requests.toArray(TrainingRequest[]::new)));
        remembered.clear();
        assertThat(outcomes(train(5, requests.toArray(TrainingRequest[]::new)))).isEqualTo(once);
    }

    private static List<List<Double>> outcomes(List<TrainingResult> results) {
        return results.stream()
                .map(result -> result.runs().stream()
                        .map(run -> run.fitness().orElse(-1e9 - run.outcome().ordinal() * 1e6 - run.steps()))
                        .toList())
                .toList();
    }

    @Test
    void shouldTakeTheStartProgramsMeanOnASeedWhereItFails() throws IOException {
        // Scales are as a run would measure them; on this one seed the start program has no fitness.
        Program fragile = Program.parse("def train(w, g, lr):\n  update = g * 1e30\n  return update");
        suite = new Suite(
                fragile,
                AbstractExecution.ofValid(fragile).hash(),
                List.of(new Suite.Part(first, 0.25, 9), new Suite.Part(second, 0.5, 7)));
        List<TrainingResult> results = train(
                2,
                TrainingRequest.of(suite, LION, List.of(1L)),
                TrainingRequest.of(first, LION, List.of(1L)),
                TrainingRequest.of(second, LION, List.of(1L)));
        assertThat(fitness(results.get(0)).get(0))
                .isCloseTo(
                        ((fitness(results.get(1)).get(0) - 9) / 0.25
                                        + (fitness(results.get(2)).get(0) - 7) / 0.5)
                                / 2,
                        within(1e-12));
    }

    @Test
    void shouldTellGradientsOfItsFirstTask() {
        TrainingResult result = train(
                        1,
                        TrainingRequest.of(suite, ADAMW, List.of(1L))
                                .telling(Wanted.GRADIENTS)
                                .endingAfter(5))
                .get(0);
        assertThat(result.runs().get(0).seen().gradients().orElseThrow().moments())
                .hasSize(5);
        assertThatThrownBy(
                        () -> train(1, TrainingRequest.of(suite, ADAMW, SEEDS).telling(Wanted.TEST)))
                .hasMessageContaining("ask for one of its tasks");
    }

    @Test
    void shouldBeTheTaskThatItsTasksScalesAndStartMakeIt() {
        assertThat(suite.name()).isEqualTo("first + second");
        assertThat(suite.searchSeeds()).isEqualTo(List.of(1L, 2L, 3L));
        assertThat(suite.labelled().keySet()).containsExactly("first", "second");
        assertThat(suite.digest())
                .isEqualTo(suite(new Suite.Part(first, 0.25, 9), new Suite.Part(second, 0.5, 7))
                        .digest())
                .isNotEqualTo(suite(new Suite.Part(first, 0.26, 9), new Suite.Part(second, 0.5, 7))
                        .digest())
                .isNotEqualTo(suite(new Suite.Part(second, 0.5, 7), new Suite.Part(first, 0.25, 9))
                        .digest())
                .isNotEqualTo(new Suite(LION, AbstractExecution.ofValid(LION).hash(), suite.parts()).digest());
    }

    @Test
    void shouldRefuseWhatIsNoSuite() {
        assertThatThrownBy(() -> suite(new Suite.Part(first, 1, 1)))
                .hasMessage("a suite has at least two tasks, not 1");
        assertThatThrownBy(() -> new Suite.Part(first, 0, 1)).hasMessageContaining("positive scale");
        assertThatThrownBy(() -> new Suite.Part(first, Double.NaN, 1)).hasMessageContaining("positive scale");
    }
}
