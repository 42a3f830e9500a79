package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.store.RunFolder;
import savanna.search.store.StageTable;
import savanna.tasks.training.Interruption;

class SearchRunTest {

    /** What the small run comes to on one thread; several tests compare with it. */
    private static RunOutcome small;

    /** The same with prices. */
    private static RunOutcome priced;

    @BeforeAll
    static void runOnOneThread(@TempDir Path folder) {
        small = Runs.run(Runs.config("threads: 1\n" + Runs.SMALL), folder.resolve("small"));
        priced = Runs.run(Runs.config("threads: 1\n" + Runs.PRICES + Runs.SMALL), folder.resolve("priced"));
    }

    @Test
    void shouldFindTheSameOnAnyNumberOfThreads(@TempDir Path folder) {
        RunOutcome four = Runs.run(Runs.config("threads: 4\n" + Runs.SMALL), folder.resolve("four"));
        assertThat(four).usingRecursiveComparison().ignoringFields("folder").isEqualTo(small);
        assertThat(small.searches().get(0).counts().programs()).isEqualTo(1000);
    }

    @Test
    void shouldFindTheSameOnAnyNumberOfThreadsWithSizesMatched(@TempDir Path folder) {
        String matched =
                Runs.SMALL.replace("search:", "search:\n  mutations: connected\n  size-matching: {share: 0.5}");
        RunOutcome one = Runs.run(Runs.config("threads: 1\n" + matched), folder.resolve("one"));
        RunOutcome four = Runs.run(Runs.config("threads: 4\n" + matched), folder.resolve("four"));
        assertThat(four).usingRecursiveComparison().ignoringFields("folder").isEqualTo(one);
        assertThat(one.hallOfFame())
                .anyMatch(entry -> entry.individual().mutation().contains(", rate times "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seeds: {first: 2, most: 12, near: 3}",
                "selector: lexicase",
                "selector: pareto",
                "selector: lexicase\n  seeds: {first: 2, most: 12, near: 3}",
                "rate-trials: 4",
                "hurdle-margin: 0.01",
                "hurdle-margin: 0.05\n  rate-trials: 2\n  seeds: {first: 2, most: 12, near: 3}"
            })
    void shouldFindTheSameOnAnyNumberOfThreadsWith(String keys, @TempDir Path folder) {
        String config = Runs.PRICES + Runs.SMALL.replace("search:", "search:\n  " + keys);
        RunOutcome one = Runs.run(Runs.config("threads: 1\n" + config), folder.resolve("one"));
        for (int threads : new int[] {2, 4}) {
            RunOutcome several =
                    Runs.run(Runs.config("threads: " + threads + "\n" + config), folder.resolve("on-" + threads));
            assertThat(several)
                    .usingRecursiveComparison()
                    .ignoringFields("folder")
                    .isEqualTo(one);
        }
        assertThat(one.hallOfFame()).isNotEqualTo(priced.hallOfFame());
        if (keys.contains("seeds")) {
            assertThat(one.searches().get(0).counts().further()).isPositive();
            assertThat(one.hallOfFame().stream()
                            .mapToInt(entry -> entry.score().cases().size()))
                    .contains(12);
        }
    }

    @Test
    void shouldComeToTheSameThroughEveryStageOnAnyNumberOfThreads(@TempDir Path folder) {
        RunOutcome one = Runs.run(Runs.config("threads: 1\n" + Runs.WHOLE), folder.resolve("one"));
        assertThat(one.searches()).hasSize(3);
        assertThat(one.funnel()).hasSizeGreaterThan(1);
        for (int threads : new int[] {2, 4}) {
            Path run = folder.resolve("on-" + threads);
            RunOutcome several = Runs.run(Runs.config("threads: " + threads + "\n" + Runs.WHOLE), run);
            assertThat(several)
                    .as("on %d threads", threads)
                    .usingRecursiveComparison()
                    .ignoringFields("folder")
                    .isEqualTo(one);
        }
        try (RunFolder stored = RunFolder.open(folder.resolve("on-4"))) {
            assertThat(stored.stages().all())
                    .hasSize(6)
                    .allSatisfy(stage ->
                            assertThat(stage.elapsedMs()).as(stage.name()).isPositive());
        }
    }

    @Test
    void shouldNotBeHeldUpByProgramsOfAThousandExpensiveCalls(@TempDir Path folder) throws Exception {
        List<String> functions = List.of("tanh", "arcsinh", "sin", "expm1", "cbrt", "arctan", "log1p", "cosh");
        StringBuilder text = new StringBuilder("def train(w, g, m, v, lr):\n  update = g * 0.5\n");
        for (int i = 0; i < 1000; i++) {
            text.append("  update = ")
                    .append(functions.get(i % functions.size()))
                    .append("(update)\n");
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
            SearchRun refused =
                    new SearchRun(config, Catalog.ofFiles(), opened, new RunListener() {}, new Interruption());
            assertThatThrownBy(refused::run)
                    .isInstanceOf(UnusableStartException.class)
                    .hasMessageContaining("time-limit at step 0 of 300")
                    .hasMessageContaining("call-limit");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                ResultSet steps =
                        connection.createStatement().executeQuery("SELECT count(*), sum(steps) FROM training")) {
            assertThat(steps.getInt(1)).isPositive();
            assertThat(steps.getInt(2)).as("training steps made with them").isZero();
        }
    }

    /** Whatever the keys of a search may be, the engine takes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "population: 2, tournament: 1, offspring: 1",
                "population: 2, tournament: 2, offspring: 2",
                "population: 30, tournament: 1, offspring: 30",
                "population: 30, tournament: 30, offspring: 7",
                "population: 5, offspring: 5, max-statements: 1",
                "population: 5, offspring: 5, selector: lexicase, seeds: {first: 2, most: 2}",
                "population: 5, offspring: 5, tournament: 1, selector: pareto, seeds: {near: 0}",
                "population: 5, offspring: 5, mutations: connected, max-statements: 1",
                "population: 5, offspring: 5, mutations: {rewire: 1}",
                "population: 5, offspring: 5, mutations: connected, size-matching: {share: 1}",
                "population: 5, offspring: 5, mutations: connected, size-matching: {share: 1, reference: start}",
                "population: 5, offspring: 5, rate-trials: 16, hurdle-margin: 0",
                "population: 2, offspring: 1, rate-trials: 16, max-statements: 1",
                "population: 5, offspring: 5, tournament: 1, strategy: hyperparameters",
                "population: 5, offspring: 5, tournament: 1, strategy: random"
            })
    void shouldRunWithTheExtremesThatTheSchemaAllows(String keys, @TempDir Path folder) {
        RunOutcome outcome = Runs.run(
                Runs.config(
                        "task: regression\nsearch: {" + keys
                                + ", programs: 60}\nranking: {candidates: 1, seeds: 2, tune: 0}\nreport: {seeds: 2, references: []}"),
                folder.resolve("run"));
        assertThat(outcome.searches().get(0).counts().programs()).isBetween(60L, 90L);
    }

    @Test
    void shouldFindSomethingElseWithAnotherSeed(@TempDir Path folder) {
        RunOutcome other = Runs.run(Runs.config("seed: 2\n" + Runs.SMALL), folder.resolve("other"));
        assertThat(other.hallOfFame()).isNotEqualTo(small.hallOfFame());
    }

    @Test
    void shouldImproveOnItsStart() {
        assertThat(small.winner()).isPresent();
        RunOutcome.Compared winner = small.comparison().get(0);
        RunOutcome.Compared start = small.comparison().get(1);
        assertThat(start.name()).isEqualTo("adamw");
        assertThat(winner.measurement().mean()).isLessThan(start.measurement().mean());
    }

    @ParameterizedTest
    @CsvSource({
        "150, 400, tournament: 2",
        "400, 150, tournament: 2",
        "150, 400, 'seeds: {first: 2, most: 9}'",
        "400, 150, 'seeds: {first: 2, most: 9}'"
    })
    void shouldComeToTheSameWithAnotherBudget(int before, int after, String keys, @TempDir Path folder)
            throws Exception {
        String whole =
                Runs.WHOLE.replace("starts: 3", "starts: 3, every: 200").replace("search:", "search:\n  " + keys);
        RunConfig config = Runs.config(whole.replace("programs: 400", "programs: " + after));
        Runs.run(Runs.config(whole.replace("programs: 400", "programs: " + before)), folder.resolve("changed"));
        RunOutcome changed = Runs.run(config, folder.resolve("changed"));
        RunOutcome fresh = Runs.run(config, folder.resolve("fresh"));
        assertThat(changed).usingRecursiveComparison().ignoringFields("folder").isEqualTo(fresh);
        for (String rows : List.of(
                "stage, kind, start_hash, programs, evaluations, reason, stop_programs FROM stage ORDER BY position",
                "* FROM program ORDER BY stage, number",
                "hash, stage, number, hex(packed_program), outcome, fitness FROM function ORDER BY stage, number",
                "stage, max(programs) FROM progress GROUP BY stage",
                "* FROM ranking",
                "* FROM meta")) {
            assertThat(rows(folder.resolve("changed"), rows))
                    .as(rows)
                    .isEqualTo(rows(folder.resolve("fresh"), rows))
                    .isNotEmpty();
        }
    }

    @Test
    void shouldCountNoTimeWhenRepeated(@TempDir Path folder) {
        Path run = folder.resolve("run");
        RunConfig config = Runs.config(Runs.WHOLE);
        Runs.run(config, run);
        List<StageTable.Stage> stages = stages(run);
        Runs.run(config, run);
        assertThat(stages(run)).isEqualTo(stages);
    }

    private static List<StageTable.Stage> stages(Path run) {
        try (RunFolder folder = RunFolder.open(run)) {
            return folder.stages().all();
        }
    }

    private static List<List<Object>> rows(Path run, String columns) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                ResultSet result = connection.createStatement().executeQuery("SELECT " + columns)) {
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
