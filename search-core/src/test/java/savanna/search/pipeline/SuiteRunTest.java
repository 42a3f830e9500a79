package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.Discovery;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.config.SearchConfig;
import savanna.search.config.TaskConfig;
import savanna.search.store.ComparisonTable;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.training.Measurement;
import savanna.tasks.Outcome;

/** Runs on several tasks at once. */
class SuiteRunTest {

    private static final String SUITE =
            Runs.WHOLE.replace("task: regression\n", "task: [regression, {task: larger, scale: 0.01}]\n");

    /** What the suite comes to on one thread, and its folder; several tests look at it. */
    private static RunOutcome outcome;

    private static Path run;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runOnOneThread(@TempDir Path runs) {
        assertThat(SUITE).contains("scale: 0.01");
        run = runs.resolve("run");
        outcome = Runs.run(Runs.config(SUITE + "threads: 1\n"), run);
    }

    @Test
    void shouldGoThroughEveryStageWithTheMeanDifferenceToTheStartProgram() {
        assertThat(outcome.hallOfFame().get(0).fitness())
                .as("a search finds what beats its start, which is 0")
                .isNegative();
        assertThat(outcome.funnel().get(0).task()).contains(" + ");
        RunOutcome.Compared winner = outcome.comparison().get(0);
        assertThat(winner.byTask()).hasSize(2);
        for (RunOutcome.Compared row : outcome.comparison()) {
            assertThat(row.byTask().keySet()).isEqualTo(winner.byTask().keySet());
        }
    }

    @Test
    void shouldNotGiveUpTheStartProgramForAMarginThatItPassesOnHardSeeds() {
        RunOutcome narrow =
                Runs.run(Runs.config(SUITE.replace("hurdle-margin: 0.5", "hurdle-margin: 0")), folder.resolve("run"));
        assertThat(narrow.searches().get(0).counts().rejected())
                .as("what is behind the start program on any seed of any task")
                .containsKey(Outcome.HOPELESS);
        try (RunQueries queries = RunQueries.open(folder.resolve("run"))) {
            String start = AbstractExecution.ofValid(queries.start().orElseThrow())
                    .hash()
                    .toString();
            assertThat(queries.functions(start)).isNotEmpty().allMatch(row -> row.outcome() == Outcome.TRAINED);
        }
    }

    @Test
    void shouldWeighTheDifferencesOnEachTaskByItsScale() {
        RunOutcome weighed = Runs.run(
                Runs.config(SUITE.replace("[regression, {", "[{task: regression, scale: 0.05}, {")),
                folder.resolve("run"));
        Map<String, RunOutcome.Compared> rows = weighed.comparison().stream()
                .filter(row -> row.factor() == 1)
                .collect(Collectors.toMap(RunOutcome.Compared::name, row -> row));
        RunOutcome.Compared winner = rows.get("winner");
        RunOutcome.Compared start = rows.get("adamw");
        assertThat(start.measurement().fitness()).containsOnly(0.0);
        List<Measurement> own = List.copyOf(winner.byTask().values());
        List<Measurement> base = List.copyOf(start.byTask().values());
        assertThat(winner.measurement().mean())
                .isCloseTo(
                        (own.get(0).differenceTo(base.get(0)) / 0.05
                                        + own.get(1).differenceTo(base.get(1)) / 0.01)
                                / 2,
                        within(1e-9));
    }

    @Test
    void shouldRunAListOfOneTaskAsThatTask() {
        RunOutcome plain = Runs.run(Runs.config(Runs.SMALL), folder.resolve("plain"));
        RunOutcome list = Runs.run(
                Runs.config(Runs.SMALL.replace("task: regression", "task: [regression]")), folder.resolve("list"));
        assertThat(list.hallOfFame()).isEqualTo(plain.hallOfFame());
        assertThat(list.funnel()).isEqualTo(plain.funnel());
        assertThat(list.comparison()).isEqualTo(plain.comparison());
        assertThat(plain.comparison().get(0).byTask()).isEmpty();
    }

    @Test
    void shouldBeRepeatedFromItsFolderAndOnAnyNumberOfThreads() throws Exception {
        RunOutcome again = Runs.run(Runs.config(SUITE + "threads: 1\n"), run);
        RunOutcome other = Runs.run(Runs.config(SUITE + "threads: 3\n"), folder.resolve("other"));
        for (RunOutcome same : List.of(again, other)) {
            assertThat(same.hallOfFame()).isEqualTo(outcome.hallOfFame());
            assertThat(same.comparison()).isEqualTo(outcome.comparison());
            assertThat(same.winner()).isEqualTo(outcome.winner());
        }
        assertThat(Files.readString(RunFolder.winnerFile(run))).startsWith("# Winner of regression + larger, seed 1");
    }

    @Test
    void shouldKeepTheComparisonOnEachTask() {
        try (RunQueries queries = RunQueries.open(run)) {
            List<List<ComparisonTable.Row>> byTask = ComparisonTable.byTask(queries.comparison());
            assertThat(byTask)
                    .hasSize(3)
                    .allMatch(rows -> rows.size() == outcome.comparison().size());
            assertThat(byTask.get(0).get(0).task())
                    .isEqualTo(byTask.get(1).get(0).task() + " + "
                            + byTask.get(2).get(0).task());
            assertThat(byTask.get(2).get(1).fitness().orElseThrow())
                    .isEqualTo(List.copyOf(outcome.comparison().get(1).byTask().values())
                            .get(1)
                            .mean());
        }
    }

    @Test
    void shouldRefuseTwoNamesOfOneTask() {
        RunConfig config = RunConfig.of(run -> run.task(TaskConfig.named("noisy-vit", "digits-vit-8", "noisy-vit-a"))
                .search(SearchConfig.of(search -> search.programs(10))));
        assertThatThrownBy(() -> Discovery.of(config).run())
                .hasMessage("config: task: expected different tasks; noisy-vit and noisy-vit-a are one."
                        + " A smaller scale gives a task more weight");
    }

    @Test
    void shouldNameTheEntryThatCannotBeFound() {
        RunConfig config = RunConfig.of(run -> run.task(TaskConfig.named("noisy-vit", "digits-vti"))
                .search(SearchConfig.of(search -> search.programs(10))));
        assertThatThrownBy(() -> Discovery.of(config).run())
                .hasMessageContainingAll("config: task[1]: no task named \"digits-vti\"", "did you mean");
    }

    @Test
    void shouldSayOnWhichTaskTheStartProgramDoesNotTrain() {
        RunConfig config = Runs.config(SUITE + "start: far\n");
        assertThatThrownBy(() -> Discovery.of(config)
                        .task("regression", new savanna.search.RegressionTask(40))
                        .task("larger", new savanna.search.RegressionTask(120))
                        .task("largest", new savanna.search.RegressionTask(240))
                        .program(
                                "far",
                                savanna.dsl.program.Program.parse(
                                        "def train(w, g, m, v, lr):\n  update = g * 1e30\n  return update, m, v"))
                        .run())
                .isInstanceOf(UnusableStartException.class)
                .hasMessageContainingAll("does not train on ", "leave the task out", "Nothing was searched");
    }
}
