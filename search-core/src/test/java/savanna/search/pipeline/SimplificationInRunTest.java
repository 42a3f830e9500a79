package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.RegressionTask;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.store.RunFolder;
import savanna.tasks.training.InterruptedRunException;
import savanna.tasks.training.Interruption;

/** The winner is simplified as far as its task does not notice, across an interruption too. */
class SimplificationInRunTest {

    private static final RunConfig CONFIG = Runs.config(Runs.SMALL + "simplification: {seeds: 3, trainings: 400}\n");

    @Test
    void shouldGoOnWithASimplificationThatWasInterrupted(@TempDir Path folder) throws Exception {
        RunOutcome whole = Runs.run(CONFIG, folder.resolve("whole"));
        Path cut = folder.resolve("cut");
        Interruption interruption = new Interruption();
        RunListener interrupting = new RunListener() {
            @Override
            public void step(String words) {
                if (words.startsWith("step 1: ")) {
                    interruption.request();
                }
            }
        };
        try (RunFolder opened = RunFolder.create(cut, CONFIG.yaml())) {
            SearchRun run = new SearchRun(
                    CONFIG, Catalog.of(name -> new RegressionTask(40)), opened, interrupting, interruption);
            assertThatThrownBy(run::run).isInstanceOf(InterruptedRunException.class);
        }
        assertThat(cut.resolve("simplified.program")).doesNotExist();
        RunOutcome resumed = Runs.run(CONFIG, cut);
        assertThat(whole.simplification()).isPresent();
        assertThat(resumed.simplification().orElseThrow().derivation())
                .isEqualTo(whole.simplification().orElseThrow().derivation());
        assertThat(resumed.simplification().orElseThrow().asked())
                .isEqualTo(whole.simplification().orElseThrow().asked())
                .isPositive();
        assertThat(Files.readString(cut.resolve("simplified.program")))
                .isEqualTo(Files.readString(folder.resolve("whole/simplified.program")));
        assertThat(resumed.comparison()).hasSameSizeAs(whole.comparison());
        assertThat(resumed.comparison().get(1).name()).isEqualTo("winner, simplified");
    }
}
