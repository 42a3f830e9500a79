package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.config.RunConfig;

class NamedFilesTest {

    private static final Path TASK = Path.of(
            "..", "proxy-tasks", "src", "main", "resources", "savanna", "tasks", "catalog", "digits-mlp-a.yaml");

    private static final String SEARCH = """

            search: {population: 10, offspring: 5, programs: 10}
            ranking: {candidates: 2, seeds: 2, tune: 0}
            report: {seeds: 2, rates: 1}
            """;

    private final StringWriter err = new StringWriter();

    private int say(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void shouldGoOnFromAnyFolderButNotWithAnotherTask(@TempDir Path folder) throws IOException {
        Path task = Files.copy(TASK, folder.resolve("mine.yaml"));
        Path relative = Path.of("").toAbsolutePath().relativize(task.toAbsolutePath());
        Path config = Files.writeString(folder.resolve("c.yaml"), "task: " + relative + SEARCH);
        String run = folder.resolve("run").toString();
        assertThat(say("search", config.toString(), "--out", run, "--quiet"))
                .as(err.toString())
                .isZero();
        assertThat(RunConfig.read(Path.of(run, "config.yaml"), List.of())
                        .taskNames()
                        .get(0))
                .isEqualTo(task.toAbsolutePath().normalize().toString());
        assertThat(say("resume", run, "--programs", "15", "--quiet"))
                .as(err.toString())
                .isZero();

        Files.writeString(task, Files.readString(task) + "# said in passing\n");
        assertThat(say("resume", run, "--programs", "16", "--quiet"))
                .as("of the same content")
                .isZero();
        Files.writeString(task, Files.readString(task).replaceFirst("steps: \\d+", "steps: 7"));
        assertThat(say("resume", run, "--programs", "20", "--quiet")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "mine.yaml has changed since the run began: it differs in recipe",
                        "Restore it to go on with this run");
    }

    @Test
    void shouldNotGoOnWithOtherData(@TempDir Path folder) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            rows.append(i % 3)
                    .append(',')
                    .append(i % 3 * 2 + i % 5 * 0.1)
                    .append(',')
                    .append(i % 7)
                    .append('\n');
        }
        Path data = Files.writeString(folder.resolve("points.csv"), rows);
        Files.writeString(folder.resolve("mine.yaml"), """
                data: {kind: csv, file: points.csv}
                model: {kind: mlp, hidden: [4]}
                recipe: {batch: 8, steps: 5, seeds: 1}
                """);
        Path config = Files.writeString(folder.resolve("c.yaml"), "task: " + folder.resolve("mine.yaml") + SEARCH);
        String run = folder.resolve("run").toString();
        assertThat(say("search", config.toString(), "--out", run, "--quiet"))
                .as(err.toString())
                .isZero();
        assertThat(say("resume", run, "--programs", "15", "--quiet"))
                .as(err.toString())
                .isZero();

        Files.writeString(data, "0" + rows.substring(rows.indexOf(",")));
        assertThat(say("resume", run, "--programs", "20", "--quiet"))
                .as("the same content")
                .isZero();
        Files.writeString(data, "1" + rows.substring(rows.indexOf(",")));
        assertThat(say("resume", run, "--programs", "25", "--quiet")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "mine.yaml has changed since the run began: it differs in " + data,
                        "Restore it to go on with this run");
        try (Stream<Path> files = Files.list(Path.of(run))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("the refused run is left as it was")
                    .contains("config.yaml", "run.db")
                    .doesNotContain("run.lock");
        }
        assertThat(RunConfig.read(Path.of(run, "config.yaml"), List.of())
                        .search()
                        .programs())
                .hasValue(20);
    }

    @Test
    void shouldFindWhatLiesBesideTheConfig(@TempDir Path folder) throws IOException {
        Files.copy(TASK, folder.resolve("mine.yaml"));
        Files.writeString(folder.resolve("own.program"), "def train(w, g, m, lr):\n  u = g * 0.01\n  return u, m\n");
        Path config = Files.writeString(folder.resolve("c.yaml"), "task: mine.yaml\nstart: own.program" + SEARCH);
        Path run = folder.resolve("run");
        assertThat(say("search", config.toString(), "--out", run.toString(), "--quiet"))
                .as(err.toString())
                .isZero();
        RunConfig resolved = RunConfig.read(run.resolve("config.yaml"), List.of());
        assertThat(resolved.taskNames().get(0))
                .isEqualTo(folder.resolve("mine.yaml").toString());
        assertThat(resolved.start()).isEqualTo(folder.resolve("own.program").toString());
    }

    @Test
    void shouldGoOnWhereverEqualContentLies(@TempDir Path folder) throws IOException {
        Path before = Files.createDirectories(folder.resolve("before/tasks"));
        Files.copy(TASK, before.resolve("mine.yaml"));
        Path config = Files.writeString(folder.resolve("before/c.yaml"), "task: tasks/mine.yaml" + SEARCH);
        Path run = folder.resolve("before/runs/one");
        assertThat(say("search", config.toString(), "--out", run.toString(), "--quiet"))
                .as(err.toString())
                .isZero();

        Files.move(folder.resolve("before"), folder.resolve("after"));
        run = folder.resolve("after/runs/one");
        assertThat(say("resume", run.toString(), "--programs", "15", "--quiet"))
                .as("moved with all that it names: " + err)
                .isZero();
        assertThat(RunConfig.read(run.resolve("config.yaml"), List.of())
                        .taskNames()
                        .get(0))
                .isEqualTo(folder.resolve("after/tasks/mine.yaml").toString());

        Path elsewhere = Files.move(folder.resolve("after/tasks/mine.yaml"), folder.resolve("other-name.yaml"));
        assertThat(say("resume", run.toString(), "--quiet")).isEqualTo(2);
        assertThat(say("resume", run.toString(), "--quiet", "--set", "task=" + elsewhere))
                .as(err.toString())
                .isZero();

        Files.copy(elsewhere, run.resolve("other-name.yaml"));
        Files.delete(elsewhere);
        assertThat(say("resume", run.toString(), "--programs", "17", "--quiet"))
                .as("beside the run's config: " + err)
                .isZero();

        assertThat(say("resume", run.toString(), "--quiet", "--set", "task=digits-vit"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("task: digits-vit is not what the run began with, ");
    }

    @Test
    void shouldSayThatTheStoreOfARunIsEmpty(@TempDir Path folder) throws IOException {
        Files.copy(TASK, folder.resolve("mine.yaml"));
        Path config = Files.writeString(folder.resolve("c.yaml"), "task: mine.yaml" + SEARCH);
        Path run = folder.resolve("run");
        assertThat(say("search", config.toString(), "--out", run.toString(), "--quiet"))
                .isZero();
        Files.write(run.resolve("run.db"), new byte[0]);
        assertThat(say("inspect", run.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("run.db is empty (0 bytes)");
        assertThat(say("resume", run.toString(), "--quiet")).isZero();
        assertThat(err.toString()).contains("run.db is empty (0 bytes): nothing is left of earlier trainings");
    }

    @Test
    void shouldTrainTwoTasksOfOneNameAsTwo(@TempDir Path folder) throws Exception {
        Path task = folder.resolve("digits-mlp.yaml");
        Files.writeString(task, Files.readString(TASK).replaceFirst("steps: \\d+", "steps: 40"));
        Path config = Files.writeString(
                folder.resolve("c.yaml"),
                "task: digits-mlp\nmeta-validation: {task: " + task + ", every: 5, seeds: 2}" + SEARCH);
        Path run = folder.resolve("run");
        assertThat(say("search", config.toString(), "--out", run.toString())).isZero();
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                ResultSet found = store.createStatement()
                        .executeQuery("SELECT task, digest, max(steps) FROM training GROUP BY digest ORDER BY 3")) {
            List<String> seen = new ArrayList<>();
            while (found.next()) {
                seen.add(found.getString(1) + " " + found.getString(2).length() + " " + found.getInt(3));
            }
            assertThat(seen).containsExactly("digits-mlp 64 40", "digits-mlp 64 300");
        }
    }
}
