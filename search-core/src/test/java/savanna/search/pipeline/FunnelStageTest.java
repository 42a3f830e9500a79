package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import savanna.dsl.program.Program;
import savanna.search.RegressionTask;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.evolution.Individual;
import savanna.search.random.RandomStreams;
import savanna.search.store.RankingTable;
import savanna.search.store.RunStore;
import savanna.search.text.Verdicts;
import savanna.search.training.Candidate;
import savanna.tasks.Task;
import savanna.tasks.suite.Suite;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.Tasks;
import savanna.tasks.training.TrainingQueue;
import savanna.tasks.training.TrainingService;

/** What enters a stage is tuned for it as the baseline is: a rule is not dropped for its rate. */
class FunnelStageTest {

    private static final RegressionTask TASK = new RegressionTask(40);

    private static final RegressionTask LARGER = new RegressionTask(120);

    private static Program momentum(double rate) {
        return Program.parse("def train(w, g, m, lr):\n  m = interp(g, m, 0.5)\n  a = lr * " + rate
                + "\n  u = m * a\n  return u, m");
    }

    private static Ranking ranked(int tries, List<Individual> programs, Program baseline, RunStore store) {
        return ranked(TASK, tries, programs, baseline, store);
    }

    private static Ranking ranked(Task task, int tries, List<Individual> programs, Program baseline, RunStore store) {
        return ranked(1, task, tries, programs, baseline, store);
    }

    private static Ranking ranked(
            int threads, Task task, int tries, List<Individual> programs, Program baseline, RunStore store) {
        RunConfig config = Runs.config(Runs.SMALL);
        try (TrainingService trainings = TrainingQueue.local(threads, Tasks.of(TASK, LARGER))) {
            RunContext run = new RunContext(
                    config,
                    Catalog.of(name -> TASK),
                    TASK,
                    Optional.empty(),
                    trainings,
                    store,
                    new RunListener() {},
                    new RandomStreams(3),
                    new RunTime(Optional.empty(), store.time()).slice());
            return new FunnelStage(run, new Interruption()).rank("ranking", task, programs, baseline, tries, 6);
        }
    }

    @Test
    void shouldNotDropARuleForItsRate() {
        Individual slow = Individual.start(momentum(0.0002), "slow");
        try (RunStore store = RunStore.inMemory("")) {
            Ranking untuned = ranked(0, List.of(slow), momentum(0.005), store);
            double behind = untuned.rows().get(0).difference().orElseThrow().mean();
            Ranking tuned = ranked(24, List.of(slow), momentum(0.005), store);
            double left = tuned.rows().get(0).difference().orElseThrow().mean();
            assertThat(behind).as("at its own rate it is far behind").isGreaterThan(0.01);
            assertThat(Math.abs(left)).isLessThan(behind / 5);
            assertThat(tuned.tries()).isEqualTo(24);
            assertThat(tuned.baseline().mean())
                    .as("the baseline is tuned too")
                    .isLessThanOrEqualTo(untuned.baseline().mean());
        }
    }

    @Test
    void shouldRankTheProgramThatWasFoundNotItsTunedVariant() {
        Individual slow = Individual.start(momentum(0.0002), "slow");
        try (RunStore store = RunStore.inMemory("")) {
            Ranking tuned = ranked(8, List.of(slow), momentum(0.005), store);
            assertThat(tuned.rows().get(0).individual()).isEqualTo(slow);
            assertThat(tuned.rows().get(0).measurement().candidate().hash())
                    .as("measured with other constants")
                    .isNotEqualTo(slow.hash());
        }
    }

    @Test
    void shouldRankOnASuiteByTheMeanOfThePairedDifferencesInScales() {
        Individual slow = Individual.start(momentum(0.002), "slow");
        Program baseline = momentum(0.005);
        Suite suite = new Suite(
                baseline,
                Individual.start(baseline, "baseline").hash(),
                List.of(new Suite.Part(TASK, 0.5, 1), new Suite.Part(LARGER, 0.02, 1)));
        try (RunStore store = RunStore.inMemory("")) {
            Ranking together = ranked(suite, 0, List.of(slow), baseline, store);
            double expected = 0;
            for (Suite.Part part : suite.parts()) {
                Ranking alone = ranked(part.task(), 0, List.of(slow), baseline, store);
                expected += alone.rows().get(0).difference().orElseThrow().mean() / part.scale() / 2;
            }
            assertThat(together.baseline().fitness()).containsOnly(0.0);
            assertThat(together.rows().get(0).measurement().mean()).isCloseTo(expected, within(1e-9));
            assertThat(ranked(suite, 24, List.of(slow), baseline, store)
                            .baseline()
                            .mean())
                    .as("the baseline tuned for the suite is better than as it is")
                    .isNegative();
        }
    }

    @Test
    void shouldKeepWhatWasTunedBesideWhatWasFound() {
        Individual slow = Individual.start(momentum(0.0002), "slow");
        try (RunStore store = RunStore.inMemory("")) {
            Ranking ranking = ranked(24, List.of(slow), momentum(0.005), store);
            List<RankingTable.Row> rows = store.rankings().all();
            Candidate measured = ranking.rows().get(0).measurement().candidate();
            assertThat(rows.get(1).program()).isEqualTo(slow.program().toString());
            assertThat(rows.get(1).tuned())
                    .contains(new RankingTable.Tuned(
                            measured.hash().toString(), measured.program().toString()));
            assertThat(rows.get(0).program()).isEqualTo(momentum(0.005).toString());
            assertThat(Verdicts.tuned(rows.get(1)).orElseThrow())
                    .startsWith("tuned: rate x ")
                    .endsWith("; @" + measured.hash().toString().substring(0, 8));

            ranked(0, List.of(slow), momentum(0.005), store);
            assertThat(store.rankings().all())
                    .as("as found")
                    .allMatch(row -> row.tuned().isEmpty());
        }
    }

    @Test
    void shouldTuneAtTheSameTimeToWhatComesOneAfterTheOther() {
        List<Individual> programs = List.of(
                Individual.start(momentum(0.0002), "slow"),
                Individual.start(momentum(0.005), "same"),
                Individual.start(momentum(0.003), "other"),
                Individual.start(momentum(0.1), "fast"));
        try (RunStore store = RunStore.inMemory("");
                RunStore other = RunStore.inMemory("")) {
            Ranking one = ranked(1, LARGER, 24, programs, momentum(0.005), store);
            Ranking several = ranked(5, LARGER, 24, programs, momentum(0.005), other);
            assertThat(several).isEqualTo(one);
            assertThat(other.rankings().all()).isEqualTo(store.rankings().all());
        }
    }

    @Test
    void shouldGiveAProgramLikeTheBaselineWhatTheBaselineReaches() {
        Individual same = Individual.start(momentum(0.005), "same");
        Individual other = Individual.start(momentum(0.003), "other");
        try (RunStore store = RunStore.inMemory("")) {
            Ranking ranking = ranked(16, List.of(other, same), momentum(0.005), store);
            Ranking.Row row = ranking.rows().stream()
                    .filter(each -> each.individual().equals(same))
                    .findFirst()
                    .orElseThrow();
            assertThat(row.difference().orElseThrow().mean()).isZero();
            assertThat(row.beatsBaseline()).isFalse();
        }
    }
}
