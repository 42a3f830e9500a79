package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import savanna.dsl.program.Program;
import savanna.search.Discovery;
import savanna.search.RegressionTask;
import savanna.search.Runs;
import savanna.search.config.Continuation;
import savanna.search.config.RunConfig;
import savanna.search.store.MetaTable;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;
import savanna.tasks.yaml.YamlException;

/** Stages of a run that measure on several tasks, whatever the searches are made on. */
class SuiteStagesTest {

    private static final String STAGES = Runs.WHOLE
            .replace("meta-validation: {task: larger,", "meta-validation: {task: [larger, regression],")
            .replace("funnel-b: {task: larger,", "funnel-b: {task: [regression, {task: larger, scale: 0.01}],")
            .replace("funnel-c: {task: largest,", "funnel-c: {task: [largest, larger],");

    /** What such a run comes to on one thread, and its folder; several tests look at it. */
    private static RunOutcome outcome;

    private static Path run;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runOnOneThread(@TempDir Path runs) {
        run = runs.resolve("run");
        outcome = Runs.run(Runs.config(STAGES + "threads: 1\n"), run);
    }

    @Test
    void shouldRankOnTheTasksOfAStageTogether() {
        assertThat(outcome.funnel().stream().map(Ranking::task))
                .startsWith("regression-40", "regression-40 + regression-120");
        Ranking stage = outcome.funnel().get(1);
        assertThat(stage.rows().get(0).measurement().mean())
                .as("0 is the start program as it is")
                .isNegative();
        try (RunQueries queries = RunQueries.open(run)) {
            List<RankingTable.Row> rows = queries.rankings().stream()
                    .filter(row -> row.stage().equals("funnel-b"))
                    .toList();
            assertThat(rows).hasSize(stage.rows().size() + 1);
            assertThat(rows.get(1).fitness())
                    .hasValue(stage.rows().get(0).measurement().mean());
        }
    }

    @Test
    void shouldMeasureTheCurveOfMetaValidationOnTheTasksTogether() {
        try (RunQueries queries = RunQueries.open(run)) {
            List<MetaTable.Row> rows = queries.metaValidation();
            assertThat(rows).isNotEmpty();
            assertThat(rows.stream().mapToDouble(row -> row.fitness().orElseThrow()))
                    .as("0 is the start program, which some programs beat")
                    .anyMatch(fitness -> fitness < 0)
                    .allMatch(fitness -> Math.abs(fitness) < 100);
        }
    }

    @Test
    void shouldComeToTheSameOnAnyNumberOfThreadsAndOnceMore() {
        RunOutcome again = Runs.run(Runs.config(STAGES + "threads: 1\n"), run);
        RunOutcome other = Runs.run(Runs.config(STAGES + "threads: 3\n"), folder.resolve("other"));
        for (RunOutcome same : List.of(again, other)) {
            assertThat(same.funnel()).isEqualTo(outcome.funnel());
            assertThat(same.comparison()).isEqualTo(outcome.comparison());
        }
        assertThat(metaRows(folder.resolve("other"))).isEqualTo(metaRows(run));
    }

    private static List<MetaTable.Row> metaRows(Path run) {
        try (RunQueries queries = RunQueries.open(run)) {
            return queries.metaValidation();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "funnel-b, '[]', 'found an empty list'",
        "funnel-c, '[a, a]', 'found a twice'",
        "meta-validation, '{task: a, scale: 2}', 'a scale weighs one task of a list'"
    })
    void shouldRefuseWhatIsNoSuite(String key, String tasks, String message) {
        assertThatThrownBy(() -> Runs.config(Runs.SMALL + key + ": {task: " + tasks + "}\n"))
                .isInstanceOf(YamlException.class)
                .hasMessageContainingAll(key + ": task: ", message);
    }

    @ParameterizedTest
    @CsvSource({
        "funnel-b, noisy-vit, noisy-vit-a, 'config: funnel-b.task: expected different tasks; noisy-vit and noisy-vit-a are one'",
        "meta-validation, digits-mlp, digits-vti, 'config: meta-validation.task[1]: no task named \"digits-vti\"'"
    })
    void shouldNameTheTaskOfAListThatCannotBe(String key, String first, String task, String message) {
        RunConfig config = Runs.config(Runs.SMALL.replace("task: regression", "task: noisy-vit") + key + ": {task: ["
                + first + ", " + task + "]}\n");
        assertThatThrownBy(() -> Discovery.of(config).run()).hasMessageStartingWith(message);
    }

    @Test
    void shouldSayBeforeTheSearchesThatTheStartProgramDoesNotTrainOnATaskOfTheFunnel() {
        RunConfig config = Runs.config(Runs.SMALL.replace("search:", "start: far\nsearch:")
                + "funnel-b: {task: [regression, largest], candidates: 3, seeds: 4}\n");
        assertThatThrownBy(() -> Discovery.of(config)
                        .task("regression", new RegressionTask(2))
                        .task("largest", new RegressionTask(2400))
                        // Grows without end, but not within two steps.
                        .program("far", Program.parse("def train(w, g, lr):\n  u = g * 2\n  return u"))
                        .run())
                .isInstanceOf(UnusableStartException.class)
                .hasMessageContainingAll(
                        "does not train on regression-2400", "leave the task out", "Nothing was searched");
    }

    @Test
    void shouldGoOnWithOtherTasksOfTheFunnelButNotWithOtherScalesOfMetaValidation() {
        RunConfig before = Runs.config(STAGES);
        assertThat(Continuation.forbidden(before, Runs.config(STAGES.replace("scale: 0.01", "scale: 0.5"))))
                .isEmpty();
        assertThat(Continuation.forbidden(
                        before, Runs.config(STAGES.replace("[larger, regression]", "[other, another]"))))
                .as("what they name is compared by its content")
                .isEmpty();
        assertThat(Continuation.forbidden(
                        before,
                        Runs.config(STAGES.replace("[larger, regression]", "[larger, {task: regression, scale: 2}]"))))
                .hasValueSatisfying(message -> assertThat(message).startsWith("meta-validation.task is "));
        assertThat(Continuation.forbidden(before, Runs.config(STAGES.replace("[larger, regression]", "larger"))))
                .isPresent();
    }
}
