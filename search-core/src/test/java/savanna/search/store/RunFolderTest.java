package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.program.Program;
import savanna.search.Runs;
import savanna.tasks.yaml.YamlException;

class RunFolderTest {

    @Test
    void shouldAnswerLineageFitnessOverTimeAndTriesUnderAHash(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.WHOLE), run);
        try (RunQueries queries = RunQueries.open(run)) {
            RunQueries.FunctionRow best = queries.best(1).get(0);
            List<RunQueries.Step> lineage = queries.lineage(best.stage(), best.number());
            assertThat(lineage.get(0).mutation()).isEqualTo("start: adamw");
            assertThat(lineage.get(lineage.size() - 1).hash()).isEqualTo(best.hash());
            assertThat(AbstractExecution.of(Program.parse(best.program())).hash()).hasToString(best.hash());
            assertThat(queries.programs(best.hash())).isNotEmpty().allMatch(step -> step.hash().equals(best.hash()));
            List<RunQueries.ProgressRow> progress = queries.progress().stream().filter(row -> row.stage().equals("search-1")).toList();
            assertThat(progress).isNotEmpty();
            for (int i = 1; i < progress.size(); i++) {
                assertThat(progress.get(i).best().orElseThrow()).isLessThanOrEqualTo(progress.get(i - 1).best().orElseThrow());
            }
            assertThat(queries.paretoFront()).isNotEmpty().contains(best);
            assertThat(MetaCurve.of(queries.metaValidation())).hasSize(3).allMatch(curve -> curve.rows().size() == 5);
            assertThat(queries.rankings().stream().map(row -> row.stage()).distinct()).startsWith("ranking");
            assertThat(queries.stages()).allMatch(stage -> stage.reason().isPresent());
        }
    }

    @Test
    void shouldLetOneProcessWriteAtATime(@TempDir Path folder) {
        Path run = folder.resolve("run");
        try (RunFolder first = RunFolder.create(run, Runs.SMALL)) {
            assertThat(first.path()).isEqualTo(run);
            assertThatThrownBy(() -> RunFolder.open(run)).isInstanceOf(RunStoreException.class).hasMessageContaining("another process works on this run");
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoStore(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("config.yaml"), Runs.SMALL);
        Files.writeString(folder.resolve("run.db"), "not a database at all, but long enough to have a header, which SQLite looks at before all else");
        assertThatThrownBy(() -> RunQueries.open(folder)).isInstanceOf(RunStoreException.class).hasMessageContaining("run.db: damaged, or no SQLite file; put back a copy");
        assertThatThrownBy(() -> RunFolder.open(folder)).isInstanceOf(RunStoreException.class).hasMessageContaining("run.db: damaged");
        assertThat(folder.resolve("run.lock")).doesNotExist();
    }

    @Test
    void shouldRefuseAStoreWithTheTablesOfAnotherVersion(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        RunFolder.create(run, Runs.SMALL).close();
        RunQueries.open(run).close();
        alter(run, "ALTER TABLE training DROP COLUMN micros");
        assertThatThrownBy(() -> RunQueries.open(run)).isInstanceOf(RunStoreException.class).hasMessageContaining("\"training\" is not that of store version").hasMessageContaining("read it with the version that wrote it");
        alter(run, "PRAGMA user_version = 99");
        assertThatThrownBy(() -> RunQueries.open(run)).isInstanceOf(RunStoreException.class).hasMessageContaining("store version 99, expected version");
    }

    @Test
    void shouldRefuseValuesThatAreNotOfTheirColumnsType(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.SMALL), run);
        for (String[] odd : new String[][] {{"stage", "programs = 'many'"}, {"function", "fitness = 'abc'"}, {"ranking", "verdict = x'00ff'"}, {"training", "micros = 1.5"}, {"function", "hash = 'ab' || number"}}) {
            Path other = Files.createDirectory(folder.resolve(odd[1].replaceAll("\\W+", "-")));
            for (String file : List.of("config.yaml", "run.db")) {
                Files.copy(run.resolve(file), other.resolve(file));
            }
            alter(other, "UPDATE " + odd[0] + " SET " + odd[1]);
            String column = odd[1].substring(0, odd[1].indexOf(' '));
            assertThatThrownBy(() -> RunQueries.open(other)).as(odd[1]).isInstanceOf(RunStoreException.class)
                    .hasMessageContaining("the column \"" + column + "\" of the table \"" + odd[0] + "\"").hasMessageContaining("put back a copy, or run the search again");
            assertThatThrownBy(() -> RunFolder.open(other)).as(odd[1]).isInstanceOf(RunStoreException.class);
        }
    }

    @Test
    void shouldRefuseAConfigThatIsNoMapAndLoadNoClassThatItNames(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        RunFolder.create(run, Runs.SMALL).close();
        Files.writeString(run.resolve("config.yaml"), "task: !!java.io.File [made]\n");
        assertThatThrownBy(() -> RunQueries.open(run)).isInstanceOf(YamlException.class).hasMessageContaining("config.yaml:1: not YAML: Global tag is not allowed");
        Files.write(run.resolve("config.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> RunQueries.open(run)).isInstanceOf(YamlException.class).hasMessageContaining("config.yaml: not a text file in UTF-8");
    }

    @Test
    void shouldRefuseToGoOnWithATrainingThatEndedInNoKnownWay(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.SMALL), run);
        alter(run, "UPDATE training SET outcome = 'HUH'");
        assertThatThrownBy(() -> Runs.run(Runs.config(Runs.SMALL), run)).isInstanceOf(RunStoreException.class).hasMessageContaining("run.db: holds a row that Savanna did not write");
    }

    @Test
    void shouldEndALineageThatRunsInACircle(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.SMALL), run);
        alter(run, "UPDATE program SET parent = number");
        try (RunQueries queries = RunQueries.open(run)) {
            RunQueries.FunctionRow best = queries.best(1).get(0);
            assertThat(queries.lineage(best.stage(), best.number())).hasSize(1);
        }
    }

    private static void alter(Path run, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db")); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
