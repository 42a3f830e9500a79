package savanna.search.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.NamedFiles;
import savanna.search.pipeline.RunOutcome;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.store.RunStoreException;
import savanna.search.text.Verdicts;

class RunProgramTest {

    @TempDir
    static Path folder;

    private static Path run;
    private static RunOutcome outcome;

    @BeforeAll
    static void runOnce() {
        run = folder.resolve("run");
        outcome = Runs.run(Runs.config(Runs.SMALL), run);
    }

    @Test
    void shouldNameTheWinnerAndEveryOtherProgramOfARun() {
        assertThat(ProgramSource.find(run.toString()))
                .isEqualTo(outcome.winner().orElseThrow().program());
        for (int rank : new int[] {1, 3, 5}) {
            assertThat(ProgramSource.find(run + "#" + rank))
                    .isEqualTo(outcome.hallOfFame().get(rank - 1).individual().program());
        }
        String hash = outcome.hallOfFame().get(4).individual().hash().toString();
        assertThat(ProgramSource.find(run + "@" + hash.substring(0, 8)))
                .isEqualTo(outcome.hallOfFame().get(4).individual().program());
        String baseline = outcome.funnel().get(0).baseline().candidate().hash().toString();
        assertThat(ProgramSource.find(run + "@" + baseline))
                .as("tuned baselines too")
                .isEqualTo(outcome.funnel().get(0).baseline().candidate().program());
    }

    @Test
    void shouldSayWhatTheRunDoesNotHave() {
        assertThatThrownBy(() -> ProgramSource.find(run + "#99999"))
                .isInstanceOf(ProgramSourceException.class)
                .hasMessageContaining("trained functions; expected a rank up to that");
        assertThatThrownBy(() -> ProgramSource.find(run + "#0")).hasMessageContaining("expected a rank behind #");
        assertThatThrownBy(() -> ProgramSource.find(run + "@00000000"))
                .hasMessageContaining("no program of the run has that hash");
        assertThatThrownBy(() -> ProgramSource.find(run + "@0")).hasMessageContaining("at least four digits");
        assertThatThrownBy(() -> ProgramSource.find(folder + "#1"))
                .hasMessageContaining("neither a shipped program, nor a run, nor a file");
    }

    @Test
    void shouldNotTakeAnotherProgramForTheWinner() throws Exception {
        Path other = folder.resolve("overwritten");
        Files.createDirectory(other);
        for (String file : List.of("config.yaml", "run.db")) {
            Files.copy(run.resolve(file), other.resolve(file));
        }
        assertThat(ProgramSource.find(other.toString()))
                .as("the store knows it without its file")
                .isEqualTo(outcome.winner().orElseThrow().program());
        Files.writeString(
                RunFolder.winnerFile(other),
                ProgramLibrary.find("sgd").orElseThrow().toString());
        try (RunQueries queries = RunQueries.open(other)) {
            assertThatThrownBy(queries::winner)
                    .isInstanceOf(RunStoreException.class)
                    .hasMessageContaining("winner.program: is not the program that the run chose");
        }
    }

    @Test
    void shouldBeginARunWithAProgramOfAnother() {
        RunConfig config = NamedFiles.located(
                Runs.config(Runs.SMALL.replace("programs: 1000", "programs: 60"))
                        .withStart(run + "#2"),
                List.of(Path.of("")));
        RunOutcome next = Runs.run(config, folder.resolve("next"));
        Program second = outcome.hallOfFame().get(1).individual().program();
        try (RunQueries queries = RunQueries.open(folder.resolve("next"))) {
            assertThat(queries.best(1000).stream().map(RunQueries.FunctionRow::program))
                    .contains(second.toString());
            assertThat(queries.config().text("start")).isEqualTo(run.toAbsolutePath() + "#2");
        }
        assertThat(next.winner()).isPresent();
    }

    @Test
    void shouldKeepTheFinalComparison() {
        try (RunQueries queries = RunQueries.open(run)) {
            assertThat(queries.comparison()).hasSameSizeAs(outcome.comparison());
            for (int i = 0; i < outcome.comparison().size(); i++) {
                RunOutcome.Compared told = outcome.comparison().get(i);
                assertThat(queries.comparison().get(i).name()).isEqualTo(told.name());
                assertThat(queries.comparison().get(i).rateFactor()).isEqualTo(told.factor());
                assertThat(queries.comparison().get(i).fitness().orElse(Double.POSITIVE_INFINITY))
                        .isEqualTo(told.measurement().mean());
            }
        }
    }

    @Test
    void shouldNotCallAWinnerWhatIsNoBetterThanTheTunedStart() {
        RunOutcome lost = Runs.run(Runs.config("""
                        task: regression
                        search: {population: 5, offspring: 5, programs: 5}
                        ranking: {candidates: 2, seeds: 4, tune: 48}
                        report: {seeds: 2, references: []}
                        """), folder.resolve("lost"));
        assertThat(lost.winner()).isPresent();
        assertThat(lost.isWinnerBetter()).isFalse();
        try (RunQueries queries = RunQueries.open(folder.resolve("lost"));
                RunQueries won = RunQueries.open(run)) {
            assertThat(Verdicts.chosen(queries)).isEqualTo("Best found, not better than adamw when that is tuned");
            assertThat(Verdicts.chosen(won))
                    .isEqualTo(outcome.isWinnerBetter() ? "Winner" : Verdicts.chosen(false, "adamw"));
        }
    }
}
