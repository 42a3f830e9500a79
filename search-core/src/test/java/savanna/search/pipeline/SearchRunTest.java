package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.evolution.StopReason;
import savanna.search.store.RunFolder;
import savanna.search.training.Interruption;
import savanna.tasks.Outcome;

class SearchRunTest {

    private static final RunConfig CONFIG = Runs.config(Runs.SMALL);

    @Test
    void shouldFindTheSameOnAnyNumberOfThreads(@TempDir Path folder) {
        RunOutcome one = Runs.run(CONFIG.withThreads(1), folder.resolve("one"));
        RunOutcome four = Runs.run(CONFIG.withThreads(4), folder.resolve("four"));
        assertThat(four).usingRecursiveComparison().ignoringFields("folder").isEqualTo(one);
        assertThat(one.searches().get(0).counts().programs()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void shouldComeToTheSameThroughEveryStageOnAnyNumberOfThreads(int threads, @TempDir Path folder) {
        RunConfig whole = Runs.config(Runs.WHOLE);
        RunOutcome one = Runs.run(whole.withThreads(1), folder.resolve("one"));
        RunOutcome several = Runs.run(whole.withThreads(threads), folder.resolve("several"));
        assertThat(one.searches()).hasSize(3);
        assertThat(one.funnel()).hasSizeGreaterThan(1);
        assertThat(several).usingRecursiveComparison().ignoringFields("folder").isEqualTo(one);
        try (RunFolder stored = RunFolder.open(folder.resolve("several"))) {
            assertThat(stored.stages().all()).hasSize(6).allSatisfy(stage -> assertThat(stage.elapsedMs()).as(stage.name()).isPositive());
        }
    }

    @Test
    void shouldNotBeHeldUpByProgramsOfAThousandExpensiveCalls(@TempDir Path folder) throws Exception {
        List<String> functions = List.of("tanh", "arcsinh", "sin", "expm1", "cbrt", "arctan", "log1p", "cosh");
        StringBuilder text = new StringBuilder("def train(w, g, m, v, lr):\n  update = g * 0.5\n");
        for (int i = 0; i < 1000; i++) {
            text.append("  update = ").append(functions.get(i % functions.size())).append("(update)\n");
        }
        Path start = Files.writeString(folder.resolve("endless.program"), text + "  return update, m, v\n");
        RunConfig config = Runs.config("""
                task: digits-mlp
                start: %s
                search: {strategy: hyperparameters, population: 10, offspring: 5, programs: 40}
                ranking: {candidates: 1, seeds: 2, tune: 0}
                report: {seeds: 2, references: []}
                """.formatted(start));
        Path run = folder.resolve("run");
        try (RunFolder opened = RunFolder.create(run, config.yaml())) {
            RunOutcome.Search search = new SearchRun(config, opened, new RunListener() {}, new Interruption()).run().searches().get(0);
            assertThat(search.reason()).isEqualTo(StopReason.PROGRAMS);
            assertThat(search.counts().rejected()).containsOnlyKeys(Outcome.TIME_LIMIT);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                ResultSet steps = connection.createStatement().executeQuery("SELECT count(*), sum(steps) FROM training")) {
            assertThat(steps.getInt(1)).isPositive();
            assertThat(steps.getInt(2)).as("training steps made with them").isZero();
        }
    }

    @Test
    void shouldFindSomethingElseWithAnotherSeed(@TempDir Path folder) {
        RunOutcome one = Runs.run(CONFIG, folder.resolve("one"));
        RunOutcome other = Runs.run(CONFIG.withSeed(2), folder.resolve("other"));
        assertThat(other.hallOfFame()).isNotEqualTo(one.hallOfFame());
    }

    @Test
    void shouldImproveOnItsStart(@TempDir Path folder) {
        RunOutcome outcome = Runs.run(CONFIG, folder.resolve("run"));
        assertThat(outcome.winner()).isPresent();
        RunOutcome.Compared winner = outcome.comparison().get(0);
        RunOutcome.Compared start = outcome.comparison().get(1);
        assertThat(start.name()).isEqualTo("adamw");
        assertThat(winner.measurement().mean()).isLessThan(start.measurement().mean());
    }

    @Test
    void shouldComeToTheSameWhenExtended(@TempDir Path folder) {
        Runs.run(CONFIG.withPrograms(300), folder.resolve("extended"));
        RunOutcome extended = Runs.run(CONFIG, folder.resolve("extended"));
        RunOutcome whole = Runs.run(CONFIG, folder.resolve("whole"));
        assertThat(extended).usingRecursiveComparison().ignoringFields("folder").isEqualTo(whole);
    }
}
