package savanna.tasks.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.ParameterLayout;
import savanna.dsl.program.Program;
import savanna.tasks.GradientSample;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.Outcome;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.TrainingResult;
import savanna.tasks.suite.Suite;
import savanna.tasks.suite.SuiteTrainings;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.Training;
import savanna.tasks.training.TrainingBatch;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

/** Python tasks, trained by real processes: whatever a training does, the search goes on with the right outcome. */
@Timeout(120)
class WorkersTest {

    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    @TempDir
    private Path folder;

    private final Map<Training.Key, TrainingResult.Run> remembered = new HashMap<>();
    private final TrainingMemory memory = new TrainingMemory() {
        @Override
        public Optional<TrainingResult.Run> recall(Training.Key key) {
            return Optional.ofNullable(remembered.get(key));
        }

        @Override
        public void remember(Training training) {
            remembered.put(training.key(), training.run());
        }
    };

    private PythonTask task;

    @BeforeEach
    void requirePython() {
        try {
            Process python =
                    new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))").start();
            Assumptions.assumeTrue(python.waitFor() == 0, "Python 3.10 or later");
        } catch (IOException | InterruptedException e) {
            Assumptions.abort("no python3");
        }
        task = task("toy", Map.of("notes", folder.toString()));
    }

    private static WorkerSetup setup() {
        Path sources = Path.of(System.getProperty("savanna.root", ".."))
                .resolve("python/src")
                .toAbsolutePath();
        return WorkerSetup.by(List.of("env", "PYTHONPATH=" + sources, "python3", "-m", "savanna.worker"));
    }

    private static PythonTask task(String function, Map<String, Object> parameters) {
        try {
            Path file = Path.of(WorkersTest.class.getResource("toy.py").toURI());
            return new PythonTask(file + ":" + function, parameters, setup());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private TrainingService service(int slots, PythonTask... tasks) {
        return new TrainingQueue(
                new Workers(setup().withSlots(slots), slots, Tasks.of(tasks)),
                slots,
                memory,
                new Interruption(),
                progress -> {});
    }

    /** A program whose state has a name that says what the toy task does with it. */
    private static Program program(String does) {
        return Program.parse("def train(w, g, " + does + ", lr):\n  update = g * lr\n  return update, " + does);
    }

    /** All the same function, told apart by their rates. */
    private static Program program(String does, int number) {
        return Program.parse("def train(w, g, " + does + ", lr):\n  lr = lr * " + number
                + "\n  update = g * lr\n  return update, " + does);
    }

    private TrainingResult train(String does) {
        try (TrainingService trainings = service(1, task)) {
            return trainings.train(TrainingRequest.of(task, program(does), SEEDS));
        }
    }

    @Test
    void shouldSayWhatTheTaskIs() {
        assertThat(task.name()).isEqualTo("toy");
        assertThat(task.steps()).isEqualTo(20);
        assertThat(task.searchSeeds()).containsExactly(1L, 2L);
        assertThat(task.hurdleShares()).containsExactly(0.5);
        assertThat(task.digest().value()).hasSize(64);
        assertThat(task.digest()
                        .differences(task("toy", Map.of("notes", "elsewhere")).digest()))
                .containsExactly("parameters");
        assertThat(task.dataFiles())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("toy.py", "numbers.txt");
    }

    @Test
    void shouldTrainASuiteOfAPythonFunctionAndATaskInJava() {
        LocalTask shipped = TaskCatalog.local("quadratic-mixed");
        // Made in this process, so that it is trained here whatever the workers are.
        LocalTask java = (LocalTask) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {LocalTask.class},
                (proxy, method, arguments) ->
                        method.getName().equals("source") ? Optional.empty() : method.invoke(shipped, arguments));
        Program start = Program.parse(program("well", 1).toString().replace("* 1.0", "* 1.0e-4"));
        Suite suite = new Suite(
                start,
                AbstractExecution.ofValid(start).hash(),
                List.of(new Suite.Part(task, 0.1, 0), new Suite.Part(java, 1, 0)));
        try (TrainingService trainings = new SuiteTrainings(
                new TrainingQueue(
                        new Workers(setup().withSlots(2), 2, Tasks.of(task, java)),
                        2,
                        memory,
                        new Interruption(),
                        progress -> {}),
                suite)) {
            Program other = Program.parse(start.toString().replace("1.0e-4", "2.0e-4"));
            List<TrainingResult> results = trainings.train(List.of(
                    TrainingRequest.of(suite, other, SEEDS),
                    TrainingRequest.of(java, other, SEEDS),
                    TrainingRequest.of(java, start, SEEDS),
                    TrainingRequest.of(suite, program("nan"), SEEDS)));
            assertThat(results.subList(0, 3))
                    .extracting(TrainingResult::outcome)
                    .containsOnly(Outcome.TRAINED);
            for (int i = 0; i < SEEDS.size(); i++) {
                int index = i;
                List<Double> fitness = results.subList(0, 3).stream()
                        .map(result -> result.runs().get(index).fitness().getAsDouble())
                        .toList();
                assertThat(fitness.get(0))
                        .as("the function gives both the same")
                        .isCloseTo((fitness.get(1) - fitness.get(2)) / 2, within(1e-12));
            }
            assertThat(results.get(3).outcome()).isEqualTo(Outcome.NOT_FINITE);
        }
    }

    @Test
    void shouldTrainInTheOrderOfProgramsAndSeedsOnAnyNumberOfSlots() {
        List<TrainingRequest> requests = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> TrainingRequest.of(task, program("slow", number), SEEDS))
                .toList();
        for (int slots : new int[] {1, 3}) {
            remembered.clear();
            try (TrainingService trainings = service(slots, task)) {
                List<TrainingResult> results = trainings.train(requests);
                assertThat(results)
                        .hasSize(6)
                        .allSatisfy(result -> assertThat(result.runs())
                                .extracting(run -> run.fitness().getAsDouble())
                                .containsExactly(0.1, 0.2, 0.3));
                assertThat(results.get(0).runs().get(1).hurdleLosses()).containsExactly(3.0);
                assertThat(trainings.made()).isEqualTo(18);
                assertThat(trainings.train(requests)).isEqualTo(results);
                assertThat(trainings.made()).as("memory").isEqualTo(18);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nan, NOT_FINITE, ''",
        "hang, TIME_LIMIT, ''",
        "raises, CRASHED, a fault of the task",
        "none, CRASHED, WRONG_RESULT",
        "memory, CRASHED, OUT_OF_MEMORY",
        "crash, CRASHED, SIGSEGV"
    })
    void shouldComeToTheRightOutcomeAndGoOn(String does, Outcome outcome, String text) {
        try (TrainingService trainings = service(1, task)) {
            TrainingResult result = trainings.train(TrainingRequest.of(task, program(does), SEEDS));
            assertThat(result.outcome()).isEqualTo(outcome);
            assertThat(result.runs()).hasSize(1);
            assertThat(result.text()).contains(text);
            assertThat(trainings
                            .train(TrainingRequest.of(task, program("fine", 2), SEEDS))
                            .outcome())
                    .isEqualTo(Outcome.TRAINED);
        }
        assertThat(remembered.values()).extracting(TrainingResult.Run::outcome).doesNotContain(Outcome.CRASHED);
    }

    @Test
    void shouldKillAHangWithAllThatItStarted() throws Exception {
        train("hang");
        long child = Long.parseLong(Files.readString(folder.resolve("child")));
        awaitEnd(child);
    }

    @Test
    void shouldMakeATrainingAgainWhoseWorkerWasKilled() {
        TrainingResult result = train("killer");
        assertThat(folder.resolve("killed")).exists();
        assertThat(result.outcome()).isEqualTo(Outcome.TRAINED);
        assertThat(result.fitness().getAsDouble()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void shouldEndHopelessRunsAtTheirBounds() {
        TrainingRequest request = TrainingRequest.of(task, program("fine"), SEEDS)
                .behind(new Hurdles(List.of(new Hurdles.Bound(0.5, 2.5))));
        try (TrainingService trainings = service(1, task)) {
            TrainingResult result = trainings.train(request);
            assertThat(result.outcome()).isEqualTo(Outcome.HOPELESS);
            assertThat(result.runs()).hasSize(2);
        }
    }

    @Test
    void shouldGiveFitnessForTheTestOfATaskThatHasNoOther() {
        try (TrainingService trainings = service(1, task)) {
            TrainingResult.Run run = trainings
                    .train(TrainingRequest.of(task, program("fine"), SEEDS).telling(Wanted.CURVE, Wanted.TEST))
                    .runs()
                    .get(0);
            assertThat(run.seen().test()).isEqualTo(run.fitness());
        }
    }

    @Test
    void shouldTellShapesLossesCurveTestAndGradientsOfAFunction() {
        PythonTask seen = task("seen", Map.of());
        assertThat(seen.layout().leaves())
                .extracting(ParameterLayout.Leaf::shape)
                .containsExactly(List.of(40, 3), List.of(3));
        assertThat(seen.validationSteps()).hasSize(20).startsWith(2, 4).endsWith(40);
        try (TrainingService trainings = service(1, seen)) {
            TrainingResult.Seen whole = trainings
                    .train(TrainingRequest.of(seen, program("fine"), SEEDS)
                            .telling(Wanted.LOSSES, Wanted.CURVE, Wanted.TEST))
                    .runs()
                    .get(0)
                    .seen();
            assertThat(whole.losses()).hasSize(40).startsWith(10.0, 11.0);
            assertThat(whole.curve()).hasSize(20).contains(new TrainingResult.CurvePoint(4, 1.5));
            assertThat(whole.test()).hasValue(3);
            TrainingResult.Run part = trainings
                    .train(TrainingRequest.of(seen, program("fine"), SEEDS)
                            .telling(Wanted.GRADIENTS)
                            .endingAfter(10))
                    .runs()
                    .get(0);
            assertThat(part.outcome()).isEqualTo(Outcome.PARTIAL);
            GradientSample sample = part.seen().gradients().orElseThrow();
            assertThat(sample.layout().size()).isEqualTo(40 * 3 + 3);
            assertThat(sample.moments()).hasSize(10);
            GradientSample.Moment third = sample.moments().get(2);
            assertThat(third.weights().get(0)).isEqualTo(0.5f);
            assertThat(third.gradient().get(119)).isEqualTo(2);
            assertThat(third.gradient().get(120)).isEqualTo(-2);
        }
    }

    @Test
    void shouldEndWhatNobodyWaitsForAnyMoreAndEveryProcessWithTheService() throws Exception {
        PythonTask endless = task("endless", Map.of("notes", folder.toString()));
        long process;
        try (TrainingService trainings = service(1, endless, task)) {
            TrainingBatch batch = trainings.submit(List.of(TrainingRequest.of(endless, program("fine"), SEEDS)));
            while (!Files.exists(folder.resolve("begun")) || Files.size(folder.resolve("begun")) == 0) {
                Thread.sleep(20);
            }
            process = Long.parseLong(Files.readString(folder.resolve("begun")));
            batch.abandon();
            assertThat(trainings
                            .train(TrainingRequest.of(task, program("fine"), SEEDS))
                            .outcome())
                    .as("the slot is free again")
                    .isEqualTo(Outcome.TRAINED);
        }
        awaitEnd(process);
    }

    @Test
    void shouldSayWhyATaskCannotBeFound() {
        assertThatThrownBy(() -> task("no_such", Map.of()).steps())
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll("toy.py has no no_such", "toy");
        assertThatThrownBy(() -> new PythonTask("absent.py:toy", Map.of(), setup()).steps())
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("absent.py");
        assertThatThrownBy(() ->
                        new PythonTask("absent.py:toy", Map.of(), WorkerSetup.by(List.of("no-such-command"))).steps())
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll("no-such-command", "workers.commands");
    }

    @Test
    void shouldRefuseAWorkerThatSpeaksOtherwise() {
        assertThatThrownBy(() ->
                        new PythonTask("absent.py:toy", Map.of(), WorkerSetup.by(List.of("echo", "good day"))).steps())
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll("expected a JSON object a line", "good day");
    }

    @Test
    void shouldFindPythonTasksByReferenceAndByYaml() throws Exception {
        assertThat(TaskCatalog.find("some/train.py:small_gpt")).isInstanceOf(PythonTask.class);
        Path yaml =
                Files.writeString(folder.resolve("mine.yaml"), "python: train.py:small_gpt\nparameters: {width: 64}\n");
        assertThat(TaskCatalog.find(yaml.toString()))
                .isInstanceOf(PythonTask.class)
                .hasToString(folder.resolve("train.py").toAbsolutePath().normalize() + ":small_gpt");
        Files.writeString(yaml, "python: train.py\n");
        assertThatThrownBy(() -> TaskCatalog.find(yaml.toString()))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("FILE.py:FUNCTION");
        assertThatThrownBy(() -> TaskCatalog.local("some/train.py:small_gpt")).isInstanceOf(TaskException.class);
    }

    private static void awaitEnd(long process) throws InterruptedException {
        for (int i = 0; i < 600 && isAlive(process); i++) {
            Thread.sleep(50);
        }
        assertThat(isAlive(process)).as("process " + process).isFalse();
    }

    private static boolean isAlive(long process) {
        // A zombie that nobody has looked after yet has ended.
        try {
            return ProcessHandle.of(process).isPresent()
                    && !Files.readString(Path.of("/proc/" + process + "/stat")).contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }
}
