package savanna.tasks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.execution.Engine;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.tasks.Hurdles;
import savanna.tasks.LocalTask;
import savanna.tasks.Outcome;
import savanna.tasks.TaskCatalog;
import savanna.tasks.Trainer;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingRequest.Wanted;
import savanna.tasks.TrainingResult;
import savanna.tasks.Trainings;

/** What every training service gives, wherever it trains: each place is tested by a class that extends this one. */
@Timeout(120)
abstract class TrainingServiceContract {

    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);

    @TempDir
    private Path folder;

    private final Map<Training.Key, Training> remembered = new HashMap<>();
    private final TrainingMemory memory = new TrainingMemory() {
        @Override
        public Optional<TrainingResult.Run> recall(Training.Key key) {
            return Optional.ofNullable(remembered.get(key)).map(Training::run);
        }

        @Override
        public void remember(Training training) {
            remembered.put(training.key(), training);
        }
    };
    private LocalTask task;

    /** A place that trains the tasks, found by their paths. */
    abstract TrainingPlace place(int slots, Tasks tasks);

    /** Whether all tasks share the slots; where each has workers of its own, those of a later task begin early. */
    abstract boolean isOneSlotForAllTasks();

    @BeforeEach
    void makeTask() {
        task = task("a/mine.yaml", 24);
    }

    private LocalTask task(String file, int steps) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(
                    path,
                    "data: {kind: digits}\nmodel: {kind: mlp, hidden: [8]}\nrecipe: {batch: 16, steps: " + steps
                            + ", hurdles: [0.25, 0.5]}\n");
            return TaskCatalog.local(path.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrainingService service(int slots, LocalTask... tasks) {
        return service(slots, new Interruption(), progress -> {}, tasks);
    }

    private TrainingService service(
            int slots, Interruption interruption, Consumer<TrainingProgress> listener, LocalTask... tasks) {
        return new TrainingQueue(place(slots, Tasks.of(tasks)), slots, memory, interruption, listener);
    }

    private static List<Program> programs() {
        return ProgramLibrary.names().stream()
                .map(name -> ProgramLibrary.find(name).orElseThrow())
                .toList();
    }

    private static List<TrainingRequest> requests(LocalTask task, Hurdles hurdles) {
        return programs().stream()
                .map(program -> TrainingRequest.of(task, program, SEEDS).behind(hurdles))
                .toList();
    }

    private static List<TrainingResult> direct(List<TrainingRequest> requests, LocalTask task) {
        Trainer trainer = task.trainer(Engine.block());
        return requests.stream()
                .map(request -> Trainings.train(trainer, request))
                .toList();
    }

    /** No two trainings take the same time. */
    private static List<TrainingResult> timeless(List<TrainingResult> results) {
        return results.stream().map(TrainingServiceContract::timeless).toList();
    }

    private static TrainingResult timeless(TrainingResult result) {
        return new TrainingResult(
                result.outcome(),
                result.runs().stream()
                        .map(run -> run.with(TrainingResult.Time.UNKNOWN))
                        .toList());
    }

    @Test
    void shouldGiveTheSameOnAnyNumberOfSlotsAsTheTrainerItself() {
        List<TrainingResult> direct = direct(requests(task, Hurdles.none()), task);
        for (int slots : new int[] {1, 2, 5}) {
            remembered.clear();
            try (TrainingService trainings = service(slots, task)) {
                assertThat(timeless(trainings.train(requests(task, Hurdles.none()))))
                        .isEqualTo(direct);
                assertThat(trainings.slots()).isEqualTo(slots);
                assertThat(trainings.nanos()).isPositive();
            }
        }
    }

    @Test
    void shouldTrainNothingTwice() {
        try (TrainingService trainings = service(2, task)) {
            List<TrainingResult> first = trainings.train(requests(task, Hurdles.none()));
            long made = trainings.made();
            assertThat(made).isEqualTo(remembered.size());
            assertThat(trainings.train(requests(task, Hurdles.none()))).isEqualTo(first);
            assertThat(trainings.made()).isEqualTo(made);
        }
    }

    @Test
    void shouldTellTwoTasksOfOneNameApart() {
        LocalTask other = task("b/mine.yaml", 30);
        assertThat(other.name()).isEqualTo(task.name());
        try (TrainingService trainings = service(1, task, other)) {
            assertThat(timeless(trainings.train(requests(task, Hurdles.none()))))
                    .isEqualTo(direct(requests(task, Hurdles.none()), task));
            assertThat(timeless(trainings.train(requests(other, Hurdles.none()))))
                    .isEqualTo(direct(requests(other, Hurdles.none()), other));
        }
        assertThat(remembered.values()).extracting(Training::task).containsOnly("mine");
        assertThat(remembered.keySet().stream().map(Training.Key::task).distinct())
                .hasSize(2);
    }

    @Test
    void shouldKnowATaskByItsContentWhateverItIsCalled() {
        try (TrainingService trainings = service(1, task)) {
            trainings.train(requests(task, Hurdles.none()));
            LocalTask renamed = task("c/yours.yaml", 24);
            long made = trainings.made();
            trainings.train(requests(renamed, Hurdles.none()));
            assertThat(trainings.made()).isEqualTo(made);
        }
    }

    @Test
    void shouldRememberTwoWaysToComputeAFunctionByThemselves() {
        List<TrainingRequest> requests = Stream.of("lr * 0.01\n  update = g * rate", "g * lr\n  update = rate * 0.01")
                .map(ways -> Program.parse("def train(w, g, m, v, lr):\n  rate = " + ways + "\n  return update, m, v"))
                .map(program -> TrainingRequest.of(task, program, SEEDS))
                .toList();
        assertThat(requests.get(0).hash()).isEqualTo(requests.get(1).hash());
        List<TrainingResult> direct = direct(requests, task);
        assertThat(direct.get(0)).isNotEqualTo(direct.get(1));
        try (TrainingService trainings = service(2, task)) {
            assertThat(timeless(trainings.train(requests))).isEqualTo(direct);
            long made = trainings.made();
            // What was trained first, or ended last, does not count.
            assertThat(timeless(trainings.train(List.of(requests.get(1))))).isEqualTo(direct.subList(1, 2));
            assertThat(timeless(trainings.train(requests))).isEqualTo(direct);
            assertThat(trainings.made()).isEqualTo(made);
        }
    }

    @Test
    void shouldEndAtTheFirstSeedThatFails() {
        Program failing = Program.parse(
                "def train(w, g, m, v, lr):\n  update = g * 1e30\n  update = update * 1e30\n  return update, m, v");
        try (TrainingService trainings = service(3, task)) {
            TrainingResult result = trainings.train(TrainingRequest.of(task, failing, SEEDS));
            assertThat(result.outcome()).isEqualTo(Outcome.NOT_FINITE);
            assertThat(result.runs()).hasSize(1);
            assertThat(result.fitness()).isEmpty();
        }
    }

    /**
     * A verdict of other hurdles, such as those of a training made ahead in vain, must not decide: which there are
     * depends on the speed of slots.
     */
    @Test
    void shouldTrainAChainUpToTheRequestThatFailsOnAnyNumberOfSlots() {
        LocalTask second = task("b/mine.yaml", 12);
        Program lion = ProgramLibrary.find("lion").orElseThrow();
        Program failing = Program.parse("def train(w, g, lr):\n  update = g * 1e30\n  return update");
        List<Program> programs =
                List.of(lion, failing, ProgramLibrary.find("adamw").orElseThrow());
        List<List<TrainingRequest>> chains = programs.stream()
                .map(program ->
                        List.of(TrainingRequest.of(task, program, SEEDS), TrainingRequest.of(second, program, SEEDS)))
                .toList();
        for (int slots : new int[] {1, 5}) {
            remembered.clear();
            try (TrainingService service = service(slots, task, second)) {
                List<List<TrainingResult>> results =
                        service.submitChains(chains).await();
                for (int i : new int[] {0, 2}) {
                    assertThat(timeless(results.get(i)))
                            .isEqualTo(List.of(
                                    timeless(direct(List.of(chains.get(i).get(0)), task)
                                            .get(0)),
                                    timeless(direct(List.of(chains.get(i).get(1)), second)
                                            .get(0))));
                }
                assertThat(results.get(1)).hasSize(1);
                assertThat(results.get(1).get(0).outcome().isFailure()).isTrue();
                boolean isInTurn = slots == 1 && isOneSlotForAllTasks();
                assertThat(remembered.keySet().stream()
                                .filter(key -> key.task().equals(second.digest().value())))
                        .as("with one slot for all nothing is begun that may not be needed")
                        .hasSizeBetween(2 * SEEDS.size(), (isInTurn ? 2 : 3) * SEEDS.size());
                assertThat(service.submitChains(chains).await()).isEqualTo(results);
            }
        }
    }

    @Test
    void shouldJudgeWhatItRemembersByTheHurdlesOfTheDay() {
        List<Hurdles> hurdles = List.of(
                new Hurdles(List.of(bound(0, 0.7), bound(1, 0.3))),
                Hurdles.none(),
                new Hurdles(List.of(bound(1, 0.6))),
                new Hurdles(List.of(bound(0, 0.9), bound(1, 0.9))),
                new Hurdles(List.of(bound(0, 0.4))));
        List<List<TrainingResult>> direct = hurdles.stream()
                .map(bounds -> direct(requests(task, bounds), task))
                .toList();
        assertThat(direct.stream().distinct())
                .as("hurdles that differ in what they end")
                .hasSameSizeAs(hurdles);
        try (TrainingService trainings = service(2, task)) {
            for (int i = 0; i < hurdles.size(); i++) {
                assertThat(timeless(trainings.train(requests(task, hurdles.get(i)))))
                        .isEqualTo(direct.get(i));
            }
        }
        // Another one, since the first may still be at a training that a failure made needless.
        try (TrainingService trainings = service(2, task)) {
            for (int i = hurdles.size() - 1; i >= 0; i--) {
                assertThat(timeless(trainings.train(requests(task, hurdles.get(i)))))
                        .isEqualTo(direct.get(i));
            }
            assertThat(trainings.made())
                    .as("losses known far enough are enough")
                    .isZero();
        }
    }

    @Test
    void shouldGiveUpWhatIsFarBehindInFitnessAndRememberItAsItWas() {
        List<Double> fitness = direct(requests(task, Hurdles.none()), task).stream()
                .flatMap(result -> result.runs().stream())
                .map(run -> run.fitness().getAsDouble())
                .sorted()
                .toList();
        Hurdles bound = Hurdles.none().endingAbove(List.of(fitness.get(fitness.size() / 2)));
        List<TrainingResult> whole = direct(requests(task, Hurdles.none()), task);
        try (TrainingService trainings = service(2, task)) {
            List<TrainingResult> bounded = timeless(trainings.train(requests(task, bound)));
            assertThat(bounded.stream().map(TrainingResult::outcome)).contains(Outcome.HOPELESS);
            for (int i = 0; i < whole.size(); i++) {
                List<TrainingResult.Run> expected = new ArrayList<>();
                for (TrainingResult.Run run : whole.get(i).runs()) {
                    expected.add(bound.counted(run));
                    if (expected.get(expected.size() - 1).outcome() == Outcome.HOPELESS) {
                        break;
                    }
                }
                assertThat(bounded.get(i)).isEqualTo(TrainingResult.of(expected));
            }
            assertThat(remembered.values())
                    .as("what was hopeless is remembered with its fitness")
                    .noneMatch(training -> training.run().outcome() == Outcome.HOPELESS);
            assertThat(timeless(trainings.train(requests(task, Hurdles.none()))))
                    .isEqualTo(whole);
        }
    }

    /** A bound that so large a share of all runs stays below, at one of the task's hurdles. */
    private Hurdles.Bound bound(int hurdle, double share) {
        List<Double> losses = direct(requests(task, Hurdles.none()), task).stream()
                .flatMap(result -> result.runs().stream())
                .map(run -> run.hurdleLosses().get(hurdle))
                .sorted()
                .toList();
        return new Hurdles.Bound(task.hurdleShares().get(hurdle), losses.get((int) (share * losses.size())));
    }

    @Test
    void shouldTellWhatIsWantedAndRememberNoneOfIt() {
        TrainingRequest plain =
                TrainingRequest.of(task, ProgramLibrary.find("adamw").orElseThrow(), SEEDS);
        List<TrainingRequest> requests = List.of(
                plain.telling(Wanted.CURVE, Wanted.TEST, Wanted.LOSSES),
                plain.telling(Wanted.GRADIENTS).endingAfter(7),
                plain);
        try (TrainingService trainings = service(2, task)) {
            assertThat(timeless(trainings.train(requests))).isEqualTo(direct(requests, task));
            assertThat(trainings.made()).isEqualTo(3 * SEEDS.size());
            assertThat(remembered).hasSize(SEEDS.size());
        }
    }

    @Test
    void shouldStopWhenAskedAndKeepWhatIsDone() {
        Interruption interruption = new Interruption();
        try (TrainingService trainings = service(1, interruption, progress -> interruption.request(), task)) {
            assertThatThrownBy(() -> trainings.train(requests(task, Hurdles.none())))
                    .isInstanceOf(InterruptedRunException.class);
            assertThat(remembered).hasSizeGreaterThanOrEqualTo(1).hasSize((int) trainings.made());
            assertThatThrownBy(() -> trainings.submit(requests(task, Hurdles.none())))
                    .isInstanceOf(InterruptedRunException.class);
            assertThatThrownBy(() -> trainings.map(List.of(1, 2), item -> item))
                    .isInstanceOf(InterruptedRunException.class);
        }
    }

    @Test
    void shouldStopWhenTheThreadThatWaitsIsInterrupted() {
        try (TrainingService trainings = service(1, task)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> trainings.train(requests(task, Hurdles.none())))
                    .isInstanceOf(InterruptedRunException.class);
            assertThat(Thread.interrupted()).as("the wish is passed on").isTrue();
        }
        Thread waiting = Thread.currentThread();
        try (TrainingService trainings = service(1, new Interruption(), progress -> waiting.interrupt(), task)) {
            assertThatThrownBy(() -> trainings.train(requests(task, Hurdles.none())))
                    .isInstanceOf(InterruptedRunException.class);
            assertThat(Thread.interrupted()).as("the wish is passed on").isTrue();
            assertThat(remembered).hasSize((int) trainings.made()).isNotEmpty();
        }
    }

    @Test
    void shouldServeSeveralCallersAtATimeEachAsIfItWereAlone() throws Exception {
        LocalTask other = task("e/other.yaml", 31);
        List<TrainingResult> direct = direct(requests(task, Hurdles.none()), task);
        List<TrainingResult> directOther = direct(requests(other, Hurdles.none()), other);
        try (TrainingService trainings = service(2, task, other)) {
            TrainingService one = trainings.share();
            TrainingService two = trainings.share();
            AtomicReference<List<TrainingResult>> ofTwo = new AtomicReference<>();
            Thread second = new Thread(() -> ofTwo.set(two.train(requests(other, Hurdles.none()))));
            second.start();
            List<TrainingResult> ofOne = one.train(requests(task, Hurdles.none()));
            second.join();
            assertThat(timeless(ofOne)).isEqualTo(direct);
            assertThat(timeless(ofTwo.get())).isEqualTo(directOther);
            assertThat(one.made()).isPositive();
            assertThat(two.made()).isPositive();
            assertThat(one.made() + two.made()).isEqualTo(trainings.made()).isEqualTo(remembered.size());
            assertThat(one.nanos() + two.nanos()).isEqualTo(trainings.nanos()).isPositive();
            one.close();
            assertThat(timeless(two.train(requests(task, Hurdles.none())))).isEqualTo(direct);
        }
    }

    @Test
    void shouldRefuseToTrainOnceItIsClosed() {
        TrainingService trainings = service(1, task);
        trainings.close();
        assertThatThrownBy(() -> trainings.train(requests(task, Hurdles.none())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldTellWhoWaitsThatItWasClosed() throws Exception {
        LocalTask slow = task("d/slow.yaml", 100_000);
        TrainingService trainings = service(1, slow);
        TrainingBatch batch = trainings.submit(requests(slow, Hurdles.none()));
        AtomicReference<Throwable> told = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            begun.countDown();
            try {
                batch.await();
            } catch (Throwable e) {
                told.set(e);
            }
        });
        waiting.start();
        begun.await();
        trainings.close();
        waiting.join(30_000);
        assertThat(told.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void shouldTrainSeveralBatchesAtOnceAndForgetOneThatIsGivenUp() {
        LocalTask other = task("e/other.yaml", 25);
        List<TrainingRequest> requests = requests(task, Hurdles.none());
        List<TrainingResult> direct = direct(requests, task);
        try (TrainingService trainings = service(2, task, other)) {
            TrainingBatch first = trainings.submit(requests.subList(0, 4));
            TrainingBatch givenUp = trainings.submit(requests(other, Hurdles.none()));
            givenUp.abandon();
            TrainingBatch second = trainings.submit(requests.subList(4, 8));
            assertThat(timeless(second.await())).isEqualTo(direct.subList(4, 8));
            assertThat(timeless(first.await())).isEqualTo(direct.subList(0, 4));
            assertThat(timeless(trainings.train(requests))).isEqualTo(direct);
        }
        // Each slot may have begun one training of the batch before it was given up.
        assertThat(remembered.keySet().stream()
                        .filter(key -> key.task().equals(other.digest().value()))
                        .count())
                .isLessThan(requests.size());
    }

    @Test
    void shouldComputeInTheOrderOfTheItems() {
        List<Program> programs = programs();
        try (TrainingService trainings = service(3, task)) {
            assertThat(trainings.map(
                            programs, program -> AbstractExecution.of(program).hash()))
                    .isEqualTo(programs.stream()
                            .map(program -> AbstractExecution.of(program).hash())
                            .toList());
            assertThatThrownBy(() -> trainings.map(programs, program -> {
                        throw new UnsupportedOperationException("not today");
                    }))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
