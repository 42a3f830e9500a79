package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.Runs;
import savanna.search.config.RunConfig;

class SearchRunTest {

    private static final RunConfig CONFIG = Runs.config(Runs.SMALL);

    @Test
    void shouldFindTheSameOnAnyNumberOfThreads(@TempDir Path folder) {
        RunOutcome one = Runs.run(CONFIG.withThreads(1), folder.resolve("one"));
        RunOutcome four = Runs.run(CONFIG.withThreads(4), folder.resolve("four"));
        assertThat(four).usingRecursiveComparison().ignoringFields("folder").isEqualTo(one);
        assertThat(one.searches().get(0).counts().programs()).isEqualTo(1000);
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
