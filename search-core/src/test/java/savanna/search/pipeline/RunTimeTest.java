package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.Discovery;
import savanna.search.RegressionTask;
import savanna.search.config.NeighbourhoodConfig;
import savanna.search.config.RankingConfig;
import savanna.search.config.ReportConfig;
import savanna.search.config.RunConfig;
import savanna.search.config.SearchConfig;
import savanna.search.config.TaskConfig;
import savanna.search.evolution.StopReason;
import savanna.search.store.RunQueries;

/** The time of a run bounds all of its stages; what it cuts short is finished with what there is. */
class RunTimeTest {

    private static final int MANY = 10_000;

    @TempDir
    private Path folder;

    private static RunConfig config(long programs, int seeds, Optional<Duration> time) {
        return RunConfig.of(run -> run.task(TaskConfig.named("mine"))
                .time(time)
                // So that no machine is fast enough for the ranking of many seeds.
                .threads(1)
                .search(SearchConfig.of(
                        search -> search.programs(programs).population(10).offspring(10)))
                .neighbourhood(Optional.of(NeighbourhoodConfig.of(neighbourhood ->
                        neighbourhood.seeds(4).starts(1).closure(2).growth(1).tuningRounds(1))))
                .ranking(RankingConfig.of(
                        ranking -> ranking.candidates(2).seeds(seeds).tune(0)))
                .report(ReportConfig.of(report -> report.seeds(2).references(List.of()))));
    }

    private RunOutcome run(RunConfig config, List<String> said) {
        return Discovery.of(config)
                .task("mine", new RegressionTask(40))
                .listener(new RunListener() {
                    @Override
                    public void begin(String words) {
                        said.add(words);
                    }
                })
                .run(folder.resolve("run"));
    }

    @Test
    void shouldEndEveryStageInTimeAndSayWhatWasCut() {
        RunConfig config = config(1_000_000, MANY, Optional.of(Duration.ofMillis(400)));
        RunOutcome first = run(config, new ArrayList<>());
        assertThat(first.searches().get(0).reason()).isEqualTo(StopReason.TIME);
        assertThat(first.hallOfFame()).isNotEmpty();
        assertThat(first.cut()).contains("ranking");
        assertThat(first.funnel()).isEmpty();
        assertThat(first.winner()).isEmpty();
        try (RunQueries queries = RunQueries.open(folder.resolve("run"))) {
            assertThat(queries.cut()).isEqualTo(first.cut());
            assertThat(queries.stages()).allMatch(stage -> stage.reason().isPresent());
        }
        RunOutcome again = run(config, new ArrayList<>());
        assertThat(again.hallOfFame()).as("without more time").isEqualTo(first.hallOfFame());
        assertThat(again.cut()).isEqualTo(first.cut());
    }

    @Test
    void shouldGoOnWithMoreTimeToWhatARunWithoutALimitComesTo() {
        run(config(60, MANY, Optional.of(Duration.ofMillis(400))), new ArrayList<>());
        RunOutcome longer = run(config(60, 3, Optional.of(Duration.ofHours(1))), new ArrayList<>());
        RunOutcome free = Discovery.of(config(60, 3, Optional.empty()))
                .task("mine", new RegressionTask(40))
                .run();
        assertThat(longer.cut()).isEmpty();
        assertThat(longer.winner().orElseThrow().program())
                .isEqualTo(free.winner().orElseThrow().program());
        assertThat(longer.hallOfFame()).isEqualTo(free.hallOfFame());
    }

    @Test
    void shouldSayWhatEachStageWillCost() {
        List<String> said = new ArrayList<>();
        run(config(60, 3, Optional.empty()), said);
        assertThat(said)
                .anyMatch(words -> words.matches("search 1 of 1: .*; at most [\\d,]+ trainings, .* less what .*"))
                .anyMatch(words -> words.matches("ranking: [\\d,]+ trainings, .*"))
                .anyMatch(words -> words.matches("comparison: [\\d,]+ trainings, .*"));
    }
}
