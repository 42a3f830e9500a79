package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.dsl.program.Program;
import savanna.search.Discovery;
import savanna.search.RegressionTask;
import savanna.search.config.RankingConfig;
import savanna.search.config.ReportConfig;
import savanna.search.config.RunConfig;
import savanna.search.config.SearchConfig;
import savanna.search.config.TaskConfig;

/** Where a search would have nothing to begin with, it says so before it spends its budget. */
class UnusableStartTest {

    private static final Program TOO_FAST = Program.parse("def train(w, g, lr):\n  u = g * 1000000.0\n  return u");

    private static RunConfig config(SearchConfig search) {
        return RunConfig.of(run -> run.task(TaskConfig.named("mine"))
                .search(search)
                .ranking(RankingConfig.of(
                        ranking -> ranking.candidates(2).seeds(2).tune(0)))
                .report(ReportConfig.of(report -> report.seeds(2).references(List.of()))));
    }

    private static SearchConfig search() {
        return SearchConfig.of(search -> search.programs(50).population(10).offspring(10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldStopAtOnceWhereTheStartDoesNotTrain(boolean isHurdled) {
        SearchConfig search = isHurdled ? search().with(builder -> builder.hurdleFactor(1.5)) : search();
        assertThatThrownBy(() -> Discovery.of(config(search).withStart("fast"))
                        .task("mine", new RegressionTask(40))
                        .program("fast", TOO_FAST)
                        .run())
                .isInstanceOf(UnusableStartException.class)
                .hasMessageMatching(
                        "the start program fast does not train on .*: (diverged|not-finite) at step \\d+ of 40, seed \\d+; "
                                + "scale the task's features, lower the program's learning rate .*");
    }

    @Test
    void shouldTakeTurnsInAListOfStarts() {
        RunConfig config = RunConfig.parse("test", """
                task: mine
                start: [adamw, lion]
                search: {programs: 20, population: 10, offspring: 10, repeats: 3}
                ranking: {candidates: 2, seeds: 2, tune: 0}
                report: {seeds: 2, references: []}
                """);
        assertThat(RunConfig.parse("resolved", config.yaml())).isEqualTo(config);
        assertThat(config.starts()).containsExactly("adamw", "lion");
        List<String> begun = new ArrayList<>();
        Discovery.of(config)
                .task("mine", new RegressionTask(40))
                .listener(new RunListener() {
                    @Override
                    public void begin(String words) {
                        begun.add(words);
                    }
                })
                .run();
        assertThat(begun)
                .anyMatch(words -> words.startsWith("search 1 of 3: evolution from adamw"))
                .anyMatch(words -> words.startsWith("search 2 of 3: evolution from lion"))
                .anyMatch(words -> words.startsWith("search 3 of 3: evolution from adamw"));
        assertThatThrownBy(() -> RunConfig.parse(
                        "test", "task: mine\nstart: [adamw, lion]\nsearch: {programs: 20, repeats: 1}\n"))
                .hasMessageContaining("a list of 2 programs needs as many repeats");
        assertThatThrownBy(() -> Discovery.of(config)
                        .task("mine", new RegressionTask(40))
                        .program("lion", TOO_FAST)
                        .run())
                .isInstanceOf(UnusableStartException.class)
                .hasMessageContaining("the start program lion does not train");
    }

    @Test
    void shouldRefuseATargetThatTheStartHasReached() {
        assertThatThrownBy(() -> Discovery.of(config(search().with(builder -> builder.target(1000))))
                        .task("mine", new RegressionTask(40))
                        .run())
                .isInstanceOf(UnusableStartException.class)
                .hasMessageStartingWith("the start program adamw has reached search.target 1000.0 already, with ");
    }

    @Test
    void shouldSearchFromAStartThatTrains() {
        assertThat(Discovery.of(config(search()))
                        .task("mine", new RegressionTask(40))
                        .run()
                        .winner())
                .isPresent();
    }
}
