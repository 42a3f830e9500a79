package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import savanna.search.Runs;

/** Stores of versions before, brought along with the script that did so with the runs in results/. */
class MigratedStoreTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldReadAStoreOfAVersionBeforeOnceItIsMigrated(int version, @TempDir Path folder) throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).exists();
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.SMALL), run);
        List<RunQueries.FunctionRow> best;
        List<RunQueries.Step> lineage;
        RunQueries.Trainings trainings;
        List<OptionalDouble> course;
        try (RunQueries queries = RunQueries.open(run)) {
            course = queries.progress().stream()
                    .map(RunQueries.ProgressRow::best)
                    .toList();
            best = queries.best(20);
            lineage = queries.lineage(best.get(0).stage(), best.get(0).number());
            trainings = queries.trainings();
        }
        Path before = Files.createDirectory(folder.resolve("before"));
        Files.copy(run.resolve("config.yaml"), before.resolve("config.yaml"));
        Files.copy(run.resolve("winner.program"), before.resolve("winner.program"));
        if (version == 2) {
            VersionsBefore.write(run.resolve("run.db"), before.resolve("run.db"));
        } else {
            VersionsBefore.make(version, Files.copy(run.resolve("run.db"), before.resolve("run.db")));
        }
        assertThatThrownBy(() -> RunQueries.open(before))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("store version " + version + ", expected version 5")
                .hasMessageContaining("results/rediscovery/migrate.py");
        migrate(before);
        try (RunQueries queries = RunQueries.open(before)) {
            assertThat(queries.best(20)).isEqualTo(best);
            assertThat(queries.lineage(best.get(0).stage(), best.get(0).number()))
                    .isEqualTo(lineage);
            assertThat(queries.trainings()).isEqualTo(trainings);
            assertThat(queries.progress())
                    .as("what was spent was not kept")
                    .allMatch(row -> row.trainings().isEmpty());
            assertThat(queries.progress().stream().map(RunQueries.ProgressRow::best))
                    .isEqualTo(course);
            assertThat(queries.knowsPrices()).as("nothing has a price").isTrue();
        }
        long now = System.currentTimeMillis();
        Runs.run(Runs.config(Runs.SMALL), before);
        try (RunQueries queries = RunQueries.open(before)) {
            // An idle thread may train a seed ahead.
            assertThat(queries.trainingsSince(now).count())
                    .as("what is remembered is not trained again")
                    .isLessThan(trainings.count() / 10);
        }
    }

    @Test
    void shouldKnowNoPricesOfAStoreOfAVersionBefore(@TempDir Path folder) throws Exception {
        assumeThat(Path.of("/usr/bin/python3")).exists();
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.PRICES + Runs.SMALL.replace("1000", "100")), run);
        List<OptionalDouble> course;
        try (RunQueries queries = RunQueries.open(run)) {
            assertThat(queries.knowsPrices()).isTrue();
            course = queries.progress().stream()
                    .map(RunQueries.ProgressRow::best)
                    .toList();
        }
        VersionsBefore.make(4, run.resolve("run.db"));
        migrate(run);
        try (RunQueries queries = RunQueries.open(run)) {
            assertThat(queries.hasPrices()).isTrue();
            assertThat(queries.knowsPrices()).isFalse();
            assertThat(queries.progress()).allMatch(row -> row.price().isEmpty());
            assertThat(queries.progress().stream().map(RunQueries.ProgressRow::best))
                    .isEqualTo(course);
        }
    }

    private static void migrate(Path run) throws Exception {
        Process script = new ProcessBuilder(
                        "/usr/bin/python3",
                        Path.of("../results/rediscovery/migrate.py")
                                .toAbsolutePath()
                                .toString(),
                        run.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
    }
}
