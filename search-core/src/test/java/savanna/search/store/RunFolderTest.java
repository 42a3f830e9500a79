package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.library.ProgramLibrary;
import savanna.dsl.program.Program;
import savanna.search.Runs;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.Valuation;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;
import savanna.tasks.yaml.YamlException;

class RunFolderTest {

    /** On Linux, the files that this process has open. */
    private static final Path OPEN = Path.of("/proc/self/fd");

    private static final Program ADAMW = ProgramLibrary.find("adamw").orElseThrow();

    @Test
    void shouldAnswerLineageAndFitnessOverTime(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.WHOLE.replace(Runs.PRICES, "")), run);
        try (RunQueries queries = RunQueries.open(run)) {
            RunQueries.FunctionRow best = queries.best(1).get(0);
            List<RunQueries.Step> lineage = queries.lineage(best.stage(), best.number());
            assertThat(lineage.get(0).mutation()).isEqualTo("start: adamw");
            assertThat(lineage.get(lineage.size() - 1).hash()).isEqualTo(best.hash());
            assertThat(AbstractExecution.of(Program.parse(best.program())).hash())
                    .hasToString(best.hash());
            List<RunQueries.ProgressRow> progress = queries.progress().stream()
                    .filter(row -> row.stage().equals("search-1"))
                    .toList();
            assertThat(progress).isNotEmpty();
            for (int i = 1; i < progress.size(); i++) {
                assertThat(progress.get(i).best().orElseThrow())
                        .isLessThanOrEqualTo(progress.get(i - 1).best().orElseThrow());
            }
            assertThat(queries.paretoFront()).isNotEmpty().contains(best);
            assertThat(MetaCurve.of(queries.metaValidation()))
                    .hasSize(3)
                    .allMatch(curve -> curve.rows().size() == 5);
            assertThat(queries.rankings().stream().map(row -> row.stage()).distinct())
                    .startsWith("ranking");
            assertThat(queries.stages()).allMatch(stage -> stage.reason().isPresent());
        }
    }

    @Test
    void shouldEndWellWhileAnotherProcessReads(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        RunFolder written = RunFolder.create(run, Runs.SMALL);
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.executeQuery("SELECT * FROM training").close();
            assertThatCode(written::close).doesNotThrowAnyException();
        }
        RunFolder.open(run).close();
        assertThat(Files.list(run).map(file -> file.getFileName().toString())).doesNotContain("run.db-wal");
    }

    @Test
    void shouldLetOneProcessWriteAtATime(@TempDir Path folder) {
        Path run = folder.resolve("run");
        try (RunFolder first = RunFolder.create(run, Runs.SMALL)) {
            assertThat(first.path()).isEqualTo(run);
            assertThatThrownBy(() -> RunFolder.open(run))
                    .isInstanceOf(RunStoreException.class)
                    .hasMessageContaining("another process works on this run");
        }
    }

    @Test
    void shouldAdviseToBeginAnewWhereTheConfigCannotBeWritten(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Files.createDirectories(run.resolve("config.yaml.draft"));
        assertThatThrownBy(() -> RunFolder.create(run, Runs.SMALL))
                .isInstanceOf(RunWriteException.class)
                .hasMessageContaining("config.yaml: cannot be written")
                .hasMessageContaining("begin the run anew with `savanna search`")
                .hasMessageNotContaining("resume");
        assertThat(run.resolve("run.lock")).doesNotExist();
        RunFolder.create(run, Runs.SMALL).close();
        RunFolder.open(run).close();
    }

    @Test
    void shouldKeepTheOrderOfStagesWhenARunIsRepeatedInPart(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.WHOLE), run);
        List<StageTable.Stage> stages;
        String last;
        List<RunQueries.Step> lineage;
        try (RunQueries queries = RunQueries.open(run)) {
            stages = queries.stages();
            last = stages.get(stages.size() - 1).name();
            lineage = queries.lineage(last, 0);
            assertThat(lineage.get(0).stage()).isNotEqualTo(last);
        }
        try (RunFolder repeated = RunFolder.open(run)) {
            repeated.stages().repeat();
            repeated.stages()
                    .begin(
                            "search-1",
                            1,
                            "evolution",
                            StageTable.Origin.START,
                            AbstractExecution.of(ADAMW).hash().toString());
        }
        try (RunQueries queries = RunQueries.open(run)) {
            assertThat(queries.stages()).isEqualTo(stages);
            assertThat(queries.lineage(last, 0)).isEqualTo(lineage);
        }
    }

    @Test
    void shouldOrderStagesAsTheyBeganAndTraceTheVeryProgramThatASearchStartedFrom(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Program one = Program.parse("def train(w, g, m, v, lr):\n  a = g * lr\n  return a, m, v");
        Program same = Program.parse("def train(w, g, m, v, lr):\n  dead = g * w\n  a = g * lr\n  return a, m, v");
        try (RunFolder made = RunFolder.create(run, Runs.SMALL)) {
            for (int i = 1; i <= 10; i++) {
                search(made, i, ADAMW, i == 2 ? one : same);
            }
            search(made, 11, one, ADAMW);
        }
        try (RunQueries queries = RunQueries.open(run)) {
            List<String> order =
                    queries.stages().stream().map(StageTable.Stage::name).toList();
            assertThat(order).startsWith("search-1", "search-2", "search-3").endsWith("search-10", "search-11");
            assertThat(queries.progress().stream().map(RunQueries.ProgressRow::stage))
                    .containsExactlyElementsOf(order);
            assertThat(queries.metaValidation().stream().map(MetaTable.Row::stage))
                    .containsExactlyElementsOf(order);
            assertThat(queries.functions(AbstractExecution.of(one).hash().toString()).stream()
                            .map(RunQueries.FunctionRow::stage))
                    .containsExactlyElementsOf(order);
            assertThat(queries.best(2))
                    .extracting(RunQueries.FunctionRow::stage)
                    .as("equally fit ones: the first")
                    .containsOnly("search-1");
            assertThat(queries.lineage("search-11", 0))
                    .extracting(RunQueries.Step::stage)
                    .containsExactly("search-2", "search-2", "search-11");
        }
    }

    private static void search(RunFolder folder, int number, Program start, Program found) {
        String name = "search-" + number;
        Individual first = Individual.start(start, "start");
        Individual second = Individual.of(found, AbstractExecution.of(found), 1, 0, "insert");
        folder.stages()
                .begin(
                        name,
                        number,
                        "evolution",
                        StageTable.Origin.START,
                        first.hash().toString());
        Valuation score = new Valuation(Outcome.TRAINED, Objective.ofFitness().cost(0.5, 2, 9));
        SearchTables tables = folder.search(name);
        tables.write(List.of(first, second), List.of(new Scored(first, score), new Scored(second, score)));
        tables.end(new Counts(1, 2, 0, 0, Map.of(), 1, 0, score.cost(), score.bound(), 0));
        folder.metaValidation()
                .add(new MetaTable.Row(
                        name, 1, first.hash().toString(), 0.5, OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void shouldLeaveNoFileOpenThatItRefuses(@TempDir Path folder) throws Exception {
        assumeThat(OPEN).exists();
        Files.writeString(folder.resolve("config.yaml"), Runs.SMALL);
        Files.writeString(
                folder.resolve("run.db"),
                "not a database at all, but long enough to have a header, which SQLite looks at before all else");
        assertThatThrownBy(() -> RunQueries.open(folder)).isInstanceOf(RunStoreException.class);
        assertThatThrownBy(() -> RunFolder.open(folder)).isInstanceOf(RunStoreException.class);
        try (Stream<Path> open = Files.list(OPEN)) {
            assertThat(open.filter(file -> isIn(file, folder))).isEmpty();
        }
    }

    private static boolean isIn(Path link, Path folder) {
        try {
            return Files.readSymbolicLink(link).startsWith(folder.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoStore(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("config.yaml"), Runs.SMALL);
        Files.writeString(
                folder.resolve("run.db"),
                "not a database at all, but long enough to have a header, which SQLite looks at before all else");
        assertThatThrownBy(() -> RunQueries.open(folder))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("run.db: damaged, or no SQLite file; put back a copy");
        assertThatThrownBy(() -> RunFolder.open(folder))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("run.db: damaged");
        assertThat(folder.resolve("run.lock")).doesNotExist();
    }

    @Test
    void shouldRefuseAStoreWithTheTablesOfAnotherVersion(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        RunFolder.create(run, Runs.SMALL).close();
        RunQueries.open(run).close();
        alter(run, "ALTER TABLE progress DROP COLUMN at_ms");
        assertThatThrownBy(() -> RunQueries.open(run))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("\"progress\" is not that of store version")
                .hasMessageContaining("read it with the version that wrote it");
        alter(run, "PRAGMA user_version = 99");
        assertThatThrownBy(() -> RunQueries.open(run))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("store version 99, expected version");
    }

    /** What SQLite would refuse to write; a stranger can have it write it all the same. */
    @Test
    void shouldRefuseValuesThatItsColumnsCannotHold(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.SMALL), run);
        for (String[] odd : new String[][] {
            {"stage", "programs = 'many'"},
            {"function_row", "fitness = 'abc'"},
            {"ranking", "program = x'00ff'"},
            {"training_row", "micros = 1.5"},
            {"function_row", "hash = substr(hash, 2)"},
            {"training_row", "outcome = 'HUH'"},
            {"stage", "origin = 'elsewhere'"},
            {"ranking", "passes = 2"}
        }) {
            Path other = Files.createDirectory(folder.resolve(odd[1].replaceAll("\\W+", "-")));
            for (String file : List.of("config.yaml", "run.db")) {
                Files.copy(run.resolve(file), other.resolve(file));
            }
            String update = "UPDATE " + odd[0] + " SET " + odd[1];
            assertThatThrownBy(() -> alter(other, update)).as(odd[1]).hasMessageContaining("CONSTRAINT");
            loosely(other, odd[0], update);
            assertThat(catchThrowable(() -> RunQueries.open(other)))
                    .as(odd[1])
                    .isInstanceOf(RunStoreException.class)
                    .hasMessageContaining(odd[0])
                    .hasMessageContaining("put back a copy, or run the search again");
            assertThatThrownBy(() -> RunFolder.open(other)).as(odd[1]).isInstanceOf(RunStoreException.class);
        }
    }

    /** Alters a table as if it had no types and no checks, and then says again that it has them. */
    private static void loosely(Path run, String table, String update) throws Exception {
        String creation = Schema.TABLES.stream()
                .filter(one -> one.name().equals(table))
                .findFirst()
                .orElseThrow()
                .creation();
        redefine(run, table, creation.replaceAll("STRICT(, )?", "").strip());
        alter(run, "PRAGMA ignore_check_constraints = ON", update);
        redefine(run, table, creation);
    }

    private static void redefine(Path run, String table, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute(
                    "UPDATE sqlite_master SET sql = '" + sql.replace("'", "''") + "' WHERE name = '" + table + "'");
        }
    }

    private static String outcomes(Set<Outcome> without) {
        return Stream.of(Outcome.values())
                .filter(outcome -> !without.contains(outcome))
                .map(outcome -> "'" + outcome.name() + "'")
                .collect(Collectors.joining(", ", "outcome IN (", ")"));
    }

    @Test
    void shouldKnowEveryOutcomeInItsChecks() {
        // A training that crashed says nothing of its program and is not remembered; the search notes that it did.
        String known = outcomes(Set.of(Outcome.PARTIAL));
        String remembered = outcomes(Set.of(Outcome.PARTIAL, Outcome.CRASHED));
        assertThat(Schema.TABLES.stream().filter(table -> table.creation().contains("  outcome ")))
                .hasSize(3)
                .allMatch(table -> table.checks().contains(table.name().equals("training_row") ? remembered : known));
        assertThat(Schema.TABLES)
                .hasSize(13)
                .allMatch(table ->
                        table.creation().contains("STRICT") || table.creation().startsWith("CREATE VIEW"));
    }

    @Test
    void shouldRefuseAConfigThatIsNoMapAndLoadNoClassThatItNames(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        RunFolder.create(run, Runs.SMALL).close();
        Files.writeString(run.resolve("config.yaml"), "task: !!java.io.File [made]\n");
        assertThatThrownBy(() -> RunQueries.open(run))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("config.yaml:1: not YAML: Global tag is not allowed");
        Files.write(run.resolve("config.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> RunQueries.open(run))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("config.yaml: not a text file in UTF-8");
    }

    @Test
    void shouldTellWhatThePlaceOfTrainingSaidOfAFunctionThatCrashed(@TempDir Path folder) {
        Path run = folder.resolve("run");
        Individual start = Individual.start(ADAMW, "start");
        Valuation crashed = new Valuation(
                Outcome.CRASHED,
                start.cost(Double.POSITIVE_INFINITY, Objective.ofFitness()),
                List.of(),
                List.of(),
                OptionalDouble.empty(),
                "Traceback (most recent call last):\nMemoryError");
        try (RunFolder made = RunFolder.create(run, Runs.SMALL)) {
            made.stages()
                    .begin(
                            "search-1",
                            1,
                            "evolution",
                            StageTable.Origin.START,
                            start.hash().toString());
            made.search("search-1").write(List.of(start), List.of(new Scored(start, crashed)));
        }
        try (RunQueries queries = RunQueries.open(run)) {
            Failure.Example example = queries.failures().get(0).example().orElseThrow();
            assertThat(example.words()).endsWith("MemoryError");
            assertThat(example.training()).as("no training of it is remembered").isEmpty();
            assertThat(example.program()).isEqualTo(ADAMW.toString());
        }
    }

    @Test
    void shouldEndALineageThatRunsInACircle(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Runs.run(Runs.config(Runs.SMALL), run);
        alter(run, "UPDATE program_row SET parent = number");
        try (RunQueries queries = RunQueries.open(run)) {
            RunQueries.FunctionRow best = queries.best(1).get(0);
            assertThat(queries.lineage(best.stage(), best.number())).hasSize(1);
        }
    }

    private static void alter(Path run, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
