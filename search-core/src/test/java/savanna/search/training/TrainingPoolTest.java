package savanna.search.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.execution.Engine;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.RegressionTask;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.Trainer;

class TrainingPoolTest {

    private static final RegressionTask TASK = new RegressionTask(20);
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);

    private final Map<Training.Key, Evaluation.Run> remembered = new HashMap<>();
    private final TrainingMemory memory = new TrainingMemory() {
        @Override
        public Optional<Evaluation.Run> recall(Training.Key key) {
            return Optional.ofNullable(remembered.get(key));
        }

        @Override
        public void remember(Training training) {
            remembered.put(training.key(), training.run());
        }
    };

    private static List<Candidate> candidates() {
        return ProgramLibrary.names().stream()
                .map(name -> Candidate.of(ProgramLibrary.find(name).orElseThrow()))
                .toList();
    }

    @Test
    void shouldGiveTheSameOnAnyNumberOfThreadsAsTheTrainerItself() {
        List<Evaluation> direct = candidates().stream()
                .map(candidate -> TASK.trainer().train(candidate.program(), SEEDS, Hurdles.none()))
                .toList();
        for (int threads : new int[] {1, 2, 7}) {
            remembered.clear();
            try (TrainingPool pool = new TrainingPool(threads, memory, new Interruption(), trainings -> {})) {
                assertThat(pool.train(TASK, candidates(), SEEDS, Hurdles.none()))
                        .isEqualTo(direct);
            }
        }
    }

    @Test
    void shouldTrainNothingTwice() {
        try (TrainingPool pool = new TrainingPool(2, memory, new Interruption(), trainings -> {})) {
            List<Evaluation> first = pool.train(TASK, candidates(), SEEDS, Hurdles.none());
            long made = pool.trainings();
            assertThat(made).isEqualTo(remembered.size());
            assertThat(pool.train(TASK, candidates(), SEEDS, Hurdles.none())).isEqualTo(first);
            assertThat(pool.trainings()).isEqualTo(made);
        }
    }

    @Test
    void shouldEndAnEvaluationAtTheFirstSeedThatFails() {
        Candidate failing = Candidate.of(Program.parse(
                "def train(w, g, m, v, lr):\n  update = g * 1e30\n  update = update * 1e30\n  return update, m, v"));
        try (TrainingPool pool = new TrainingPool(3, memory, new Interruption(), trainings -> {})) {
            Evaluation evaluation = pool.train(TASK, failing, SEEDS, Hurdles.none());
            assertThat(evaluation.outcome()).isEqualTo(Outcome.NOT_FINITE);
            assertThat(evaluation.runs()).hasSize(1);
            assertThat(evaluation.fitness()).isEmpty();
        }
    }

    /**
     * A verdict of other hurdles, such as those of a training made ahead in vain, must not decide: which there are
     * depends on the speed of threads.
     */
    @Test
    void shouldJudgeWhatItRemembersByTheHurdlesOfTheDay() {
        Evaluation good =
                TASK.trainer().train(ProgramLibrary.find("sgd-momentum").orElseThrow(), SEEDS, Hurdles.none());
        List<Hurdles> hurdles = List.of(
                Hurdles.behind(good, TASK, 1),
                Hurdles.none(),
                Hurdles.behind(good, TASK, 1.05),
                Hurdles.behind(good, TASK, 1.5),
                Hurdles.behindWorst(good, TASK, 1));
        List<List<Evaluation>> direct = hurdles.stream()
                .map(bounds -> candidates().stream()
                        .map(candidate -> TASK.trainer().train(candidate.program(), SEEDS, bounds))
                        .toList())
                .toList();
        assertThat(direct.stream().distinct())
                .as("hurdles that differ in what they end")
                .hasSameSizeAs(hurdles);
        try (TrainingPool pool = new TrainingPool(2, memory, new Interruption(), trainings -> {})) {
            for (int i = 0; i < hurdles.size(); i++) {
                assertThat(pool.train(TASK, candidates(), SEEDS, hurdles.get(i)))
                        .isEqualTo(direct.get(i));
            }
            long made = pool.trainings();
            for (int i = hurdles.size() - 1; i >= 0; i--) {
                assertThat(pool.train(TASK, candidates(), SEEDS, hurdles.get(i)))
                        .isEqualTo(direct.get(i));
            }
            assertThat(pool.trainings())
                    .as("losses known far enough are enough")
                    .isEqualTo(made);
        }
    }

    @Test
    void shouldStopWhenAskedAndKeepWhatIsDone() {
        Interruption interruption = new Interruption();
        try (TrainingPool pool = new TrainingPool(1, memory, interruption, trainings -> interruption.request())) {
            assertThatThrownBy(() -> pool.train(TASK, candidates(), SEEDS, Hurdles.none()))
                    .isInstanceOf(InterruptedRunException.class);
            assertThat(remembered).hasSizeGreaterThanOrEqualTo(1).hasSize((int) pool.trainings());
        }
    }

    @Test
    void shouldTrainSeveralBatchesAtOnceAndForgetOneThatIsGivenUp() {
        List<Candidate> candidates = candidates();
        List<Evaluation> direct = candidates.stream()
                .map(candidate -> TASK.trainer().train(candidate.program(), SEEDS, Hurdles.none()))
                .toList();
        try (TrainingPool pool = new TrainingPool(2, memory, new Interruption(), trainings -> {})) {
            TrainingBatch first = pool.submit(TASK, candidates.subList(0, 4), SEEDS, Hurdles.none());
            TrainingBatch givenUp = pool.submit(new RegressionTask(21), candidates, SEEDS, Hurdles.none());
            pool.abandon(givenUp);
            TrainingBatch second = pool.submit(TASK, candidates.subList(4, 8), SEEDS, Hurdles.none());
            assertThat(pool.await(second)).isEqualTo(direct.subList(4, 8));
            assertThat(pool.await(first)).isEqualTo(direct.subList(0, 4));
            assertThat(pool.train(TASK, candidates, SEEDS, Hurdles.none())).isEqualTo(direct);
        }
        // Each thread may have begun one training of the batch before it was given up.
        assertThat(remembered.keySet().stream()
                        .filter(key -> key.task().equals("regression-21"))
                        .count())
                .isLessThan(candidates.size());
    }

    @Test
    void shouldPassOnWhatWentWrongInATraining() {
        Task broken = new RegressionTask(20) {
            @Override
            public Trainer trainer(Engine engine) {
                throw new UnsupportedOperationException("no trainer today");
            }
        };
        try (TrainingPool pool = new TrainingPool(2, memory, new Interruption(), trainings -> {})) {
            assertThatThrownBy(() -> pool.train(broken, candidates(), SEEDS, Hurdles.none()))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("no trainer today");
            assertThat(pool.train(TASK, candidates(), SEEDS, Hurdles.none()))
                    .as("the threads go on")
                    .hasSameSizeAs(candidates());
        }
    }

    @Test
    void shouldTrainNoMoreOfABatchThatFailed() {
        AtomicInteger tried = new AtomicInteger();
        Task broken = new RegressionTask(20) {
            @Override
            public Trainer trainer(Engine engine) {
                tried.incrementAndGet();
                throw new UnsupportedOperationException("no trainer today");
            }
        };
        try (TrainingPool pool = new TrainingPool(1, memory, new Interruption(), trainings -> {})) {
            assertThatThrownBy(() -> pool.train(broken, candidates(), SEEDS, Hurdles.none()))
                    .isInstanceOf(UnsupportedOperationException.class);
            pool.train(TASK, candidates(), SEEDS, Hurdles.none());
        }
        assertThat(tried).hasValue(1);
    }

    @Test
    @Timeout(60)
    void shouldLeaveATrainingThatDoesNotEndWhenAskedToStop() {
        Interruption interruption = new Interruption();
        CountDownLatch never = new CountDownLatch(1);
        Task endless = new RegressionTask(20) {
            @Override
            public Trainer trainer(Engine engine) {
                return new Trainer() {
                    @Override
                    public Evaluation train(Analysis program, List<Long> seeds, Hurdles hurdles, Observer observer) {
                        interruption.request();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        throw new IllegalStateException("the pool was closed");
                    }

                    @Override
                    public double score(float[] weights, Trainer.Split split) {
                        throw new UnsupportedOperationException("never asked for");
                    }
                };
            }
        };
        try (TrainingPool pool = new TrainingPool(2, memory, interruption, trainings -> {})) {
            assertThatThrownBy(() -> pool.train(endless, candidates(), SEEDS, Hurdles.none()))
                    .isInstanceOfSatisfying(
                            InterruptedRunException.class,
                            stopped -> assertThat(stopped.lost()).isBetween(1, 2));
            assertThat(remembered).isEmpty();
        }
    }
}
