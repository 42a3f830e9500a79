package savanna.tasks.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.LocalTask;
import savanna.tasks.Outcome;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskException;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.Training;
import savanna.tasks.training.TrainingMemory;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.workers.WorkerStanding.State;

/** Worker processes that are killed, stopped, late, foreign or wrong: what comes out is what threads here give. */
@Timeout(120)
class WorkerFaultsTest {

    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);
    private static final List<Program> PROGRAMS = Stream.of("adamw", "lion", "adam", "signsgd", "rmsprop", "sgd")
            .flatMap(name -> ProgramLibrary.find(name).stream())
            .toList();

    /** A stopped worker is passed over after a quarter of it, and given up long after the test. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private LocalTask task;
    private final Map<Training.Key, TrainingResult.Run> remembered = new HashMap<>();
    private final TrainingMemory memory = new TrainingMemory() {
        @Override
        public Optional<TrainingResult.Run> recall(Training.Key key) {
            return Optional.empty();
        }

        @Override
        public void remember(Training training) {
            remembered.put(training.key(), training.run());
        }
    };

    @BeforeEach
    void makeTask() throws IOException {
        task = task(200);
    }

    private LocalTask task(int steps) throws IOException {
        Path data = folder.resolve("points.csv");
        StringBuilder rows = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 400; i++) {
            rows.append(i % 7)
                    .append(',')
                    .append(i % 11 * 0.5)
                    .append(',')
                    .append(i % 3 == 0 ? "yes" : "no")
                    .append('\n');
        }
        Files.writeString(data, rows);
        Path yaml = Files.writeString(
                folder.resolve("points-" + steps + ".yaml"),
                "data: {kind: csv, file: points.csv, label: label}\nmodel: {kind: mlp, hidden: [64]}\nrecipe: {batch: 64, steps: "
                        + steps + ", hurdles: [0.5]}\n");
        return TaskCatalog.local(yaml.toString());
    }

    private List<TrainingRequest> requests() {
        return PROGRAMS.stream()
                .map(program -> TrainingRequest.of(task, program, SEEDS))
                .toList();
    }

    private static List<TrainingResult> timeless(List<TrainingResult> results) {
        return results.stream()
                .map(result -> new TrainingResult(
                        result.outcome(),
                        result.runs().stream()
                                .map(run -> run.with(TrainingResult.Time.UNKNOWN))
                                .toList()))
                .toList();
    }

    private List<TrainingResult> here() {
        try (TrainingQueue trainings = TrainingQueue.local(2, Tasks.of(task))) {
            return timeless(trainings.train(requests()));
        }
    }

    private Workers workers(WorkerSetup setup) {
        return new Workers(setup, 1, Tasks.of(task));
    }

    private TrainingQueue service(Workers workers) {
        return workers.service(memory, new Interruption(), progress -> {});
    }

    private static void await(String what, Predicate<Workers> condition, Workers workers) throws InterruptedException {
        for (int i = 0; i < 1800 && !condition.test(workers); i++) {
            Thread.sleep(50);
        }
        assertThat(condition.test(workers)).as(what + ": " + workers.standing()).isTrue();
    }

    private static List<ProcessHandle> processes(Class<?> program) {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> commandOf(each).contains(program.getName()))
                .toList();
    }

    private static String commandOf(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void shouldMakeAgainWhatHalfOfTheWorkersWereAtWhenTheyWereKilled() throws Exception {
        List<TrainingResult> here = here();
        Workers workers = workers(
                WorkerSetup.by(WorkerCommands.java(), WorkerCommands.java()).withSlots(1));
        try (TrainingQueue trainings = service(workers)) {
            trainings.train(requests().subList(0, 1));
            await("both", each -> each.standing().present() == 2, workers);
            var batch = trainings.submit(requests());
            Thread.sleep(20);
            signal("KILL", processes(WorkerCommands.class).get(0));
            assertThat(timeless(batch.await())).isEqualTo(here);
            await("lost", each -> each.standing().lost() == 1, workers);
            await("started again", each -> each.standing().present() == 2, workers);
        }
        assertThat(processes(WorkerCommands.class)).isEmpty();
    }

    @Test
    void shouldGiveWhatAStoppedWorkerIsAtToAnother() throws Exception {
        List<TrainingResult> here = here();
        Workers workers = workers(WorkerSetup.by(WorkerCommands.java(), WorkerCommands.java())
                .withSlots(1)
                .withSilence(PATIENCE));
        try (TrainingQueue trainings = service(workers)) {
            trainings.train(requests().subList(0, 1));
            await("both", each -> each.standing().present() == 2, workers);
            ProcessHandle stopped = processes(WorkerCommands.class).get(0);
            signal("STOP", stopped);
            assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
            assertThat(workers.standing().lost())
                    .as("workers given up: the silence is not over")
                    .isZero();
            signal("CONT", stopped);
            await("its result is compared", each -> each.standing().trainedTwice() > 0, workers);
            assertThat(workers.standing().otherBits()).isZero();
        }
        assertThat(processes(WorkerCommands.class)).isEmpty();
    }

    @Test
    void shouldGiveUpAWorkerThatStaysSilent() throws Exception {
        List<TrainingResult> here = here();
        Workers workers =
                workers(WorkerSetup.by(WorkerCommands.java()).withSlots(1).withSilence(Duration.ofSeconds(6)));
        try (TrainingQueue trainings = service(workers)) {
            trainings.train(requests().subList(0, 1));
            signal("STOP", processes(WorkerCommands.class).get(0));
            assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
            assertThat(workers.standing().lost()).isPositive();
            assertThat(workers.standing().lostTrainings()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeInAWorkerThatComesLate() throws Exception {
        List<TrainingResult> here = here();
        List<String> late = new ArrayList<>(List.of("sh", "-c", "sleep 2; exec \"$@\"", "sh"));
        late.addAll(WorkerCommands.java());
        Workers workers = workers(WorkerSetup.by(WorkerCommands.java(), late).withSlots(1));
        try (TrainingQueue trainings = service(workers)) {
            assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
            await("late", each -> each.standing().present() == 2, workers);
            await(
                    "both train",
                    each -> {
                        assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
                        return each.standing().workers().stream().allMatch(worker -> worker.trained() > 0);
                    },
                    workers);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "other-build, another build, true",
        "other-data, data file 1, false",
        "other-numerics, it computes with another, true"
    })
    void shouldRefuseAWorkerThatWouldTrainOtherwiseAndSayInWhat(String fault, String text, boolean isTakenByAny)
            throws Exception {
        try (TrainingQueue trainings = service(workers(WorkerSetup.by(FaultyWorker.command(fault))))) {
            assertThatThrownBy(() -> trainings.train(requests()))
                    .isInstanceOf(TaskException.class)
                    .hasMessageContainingAll(task.name(), text);
        }
        List<TrainingResult> here = here();
        Workers mixed = workers(WorkerSetup.by(FaultyWorker.command(fault), WorkerCommands.java())
                .withSlots(1));
        try (TrainingQueue trainings = service(mixed)) {
            assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
            await("refused", each -> each.standing().workers().get(0).state() == State.REFUSED, mixed);
            assertThat(mixed.standing().workers().get(0).note()).contains(text);
        }
        Workers any = workers(WorkerSetup.by(FaultyWorker.command(fault)).withNumerics(NumericsPolicy.ANY));
        try (TrainingQueue trainings = service(any)) {
            if (isTakenByAny) {
                assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
                await("told", each -> each.standing().otherNumerics() == 1, any);
                await(
                        "all are counted",
                        each -> each.standing().otherTrainings() == (long) PROGRAMS.size() * SEEDS.size(),
                        any);
                assertThat(any.standing().isReproducible()).isFalse();
            } else {
                assertThatThrownBy(() -> trainings.train(requests())).isInstanceOf(TaskException.class);
            }
        }
    }

    @Test
    void shouldRefuseAnotherVersionAndAnotherProtocol() {
        Build own = new Build("0.2.0", Build.here().digest());
        RemoteTask remote = new RemoteTask.OfJava(task);
        var hello = JsonLines.object()
                .put("hello", 1)
                .put("version", "0.2.0")
                .put("build", own.digest())
                .put("numerics", remote.numerics().orElseThrow().toString());
        hello.set("task", new SentTask(task).json());
        for (NumericsPolicy policy : NumericsPolicy.values()) {
            Admission admission = new Admission(remote, policy, own);
            assertThat(admission.of(hello).isAdmitted()).isTrue();
            assertThat(admission.of(hello.deepCopy().put("version", "0.3.0")).refusal())
                    .contains("Savanna 0.3.0", "0.2.0", "install one version");
            assertThat(admission.of(hello.deepCopy().put("hello", 2)).refusal()).contains("protocol 2");
        }
    }

    @Test
    void shouldTellOfASecondResultWithOtherBits() throws Exception {
        List<TrainingResult> here = here();
        Path told = folder.resolve("told");
        Workers workers = workers(
                WorkerSetup.by(FaultyWorker.command("other-bits-when-told", told.toString()), WorkerCommands.java())
                        .withSlots(1)
                        .withSilence(PATIENCE));
        try (TrainingQueue trainings = service(workers)) {
            await(
                    "both",
                    each -> {
                        trainings.train(requests().subList(0, 1));
                        return each.standing().present() == 2;
                    },
                    workers);
            assertThat(timeless(trainings.train(requests())))
                    .as("the first result counts")
                    .isEqualTo(here);
            Files.createFile(told);
            await("compared", each -> each.standing().otherBits() > 0, workers);
        }
    }

    @Test
    void shouldUseSlotsThatAWorkerGains() throws Exception {
        Workers workers = workers(WorkerSetup.by(FaultyWorker.command("grows")));
        try (TrainingQueue trainings = service(workers)) {
            trainings.train(requests());
            await("grown", each -> each.standing().slots() == 3, workers);
        }
    }

    @Test
    void shouldCountWhatAWorkerOfManyMachinesLosesAndMakesWithOtherArithmetic() throws Exception {
        Workers workers = workers(WorkerSetup.by(FaultyWorker.command("many-machines")));
        try (TrainingQueue trainings = service(workers)) {
            trainings.train(requests());
            await(
                    "told",
                    each -> each.standing().lostSlots() == 2 && each.standing().otherTrainings() == PROGRAMS.size(),
                    workers);
            assertThat(workers.standing().slots()).isEqualTo(2);
            assertThat(workers.standing().lostTrainings()).isEqualTo(1);
            assertThat(workers.standing().isReproducible()).isFalse();
            assertThat(workers.standing().workers())
                    .extracting(WorkerStanding::where)
                    .containsExactly("left 1, right 1");
        }
    }

    @Test
    void shouldCallATrainingCrashedThatCostTwoWorkersAndNeverRememberIt() {
        Workers workers = workers(WorkerSetup.by(FaultyWorker.command("dies-when-it-trains")));
        try (TrainingQueue trainings = service(workers)) {
            TrainingResult result = trainings.train(requests().get(0));
            assertThat(result.outcome()).isEqualTo(Outcome.CRASHED);
            assertThat(result.text()).contains("ended with status 3", "out of luck");
        }
        assertThat(remembered).isEmpty();
    }

    @Test
    void shouldSayWhatAPythonWithoutThePackageLacks() {
        List<String> bare = List.of("sh", "-c", "echo \"python3: No module named 'savanna'\" >&2; exit 1");
        try (TrainingQueue trainings = service(workers(WorkerSetup.by(bare)))) {
            assertThatThrownBy(() -> trainings.train(requests().get(0)))
                    .hasMessageContaining("ended with status 1")
                    .hasMessageContaining("pip install ./python");
        }
    }

    @Test
    void shouldPartWithAWorkerThatSaysWhatNobodyUnderstands() {
        Workers workers = workers(WorkerSetup.by(FaultyWorker.command("babbles")));
        try (TrainingQueue trainings = service(workers)) {
            assertThat(trainings.train(requests().get(0)).text()).contains("expected result", "good");
        }
    }

    @Test
    void shouldSendDataOfWhichTheWorkerHasNone() throws Exception {
        Path cache = folder.resolve("cache");
        List<String> elsewhere = new ArrayList<>(List.of("env", "SAVANNA_CACHE=" + cache));
        elsewhere.addAll(WorkerCommands.of(BlindWorker.class, folder.toString()));
        List<TrainingResult> here = here();
        for (int i = 0; i < 2; i++) {
            try (TrainingQueue trainings = service(workers(WorkerSetup.by(elsewhere)))) {
                assertThat(timeless(trainings.train(requests()))).isEqualTo(here);
            }
            try (Stream<Path> kept = Files.walk(cache)) {
                assertThat(kept.filter(Files::isRegularFile))
                        .singleElement()
                        .satisfies(file -> assertThat(file).hasSameBinaryContentAs(folder.resolve("points.csv")));
            }
        }
    }

    @Test
    void shouldLeaveNoWorkerBehindWhenTheCoordinatorIsKilled() throws Exception {
        Process coordinator = new ProcessBuilder(
                        WorkerCommands.of(Coordinator.class, task(100_000).name() + ".yaml"))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(coordinator.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("training");
        }
        List<ProcessHandle> workers = coordinator.descendants().toList();
        assertThat(workers).hasSize(2);
        coordinator.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        for (ProcessHandle worker : workers) {
            for (int i = 0; i < 200 && !commandOf(worker).isEmpty(); i++) {
                Thread.sleep(50);
            }
            assertThat(commandOf(worker)).as("worker " + worker.pid()).isEmpty();
        }
    }

    @Test
    void shouldTryEveryWorkerBeforeASearch() {
        assertThat(WorkerTrial.of(
                        task,
                        WorkerSetup.by(
                                        WorkerCommands.java(),
                                        FaultyWorker.command("other-numerics"),
                                        List.of("no-such-program"))
                                .withSlots(2)))
                .satisfiesExactly(
                        good -> {
                            assertThat(good.isAdmitted()).isTrue();
                            assertThat(good.slots()).isEqualTo(2);
                            assertThat(good.trainingMillis()).isPositive();
                            assertThat(good.roundTripMillis()).isPositive();
                        },
                        foreign -> assertThat(foreign.note()).contains("it computes with another"),
                        absent -> assertThat(absent.note()).contains("cannot be started", "no-such-program"));
    }
}
