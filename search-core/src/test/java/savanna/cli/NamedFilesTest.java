package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.config.RunConfig;

class NamedFilesTest {

    private static final Path TASK = Path.of("..", "proxy-tasks", "src", "main", "resources", "savanna", "tasks", "catalog", "digits-mlp-a.yaml");

    private final StringWriter err = new StringWriter();

    private int say(String... arguments) {
        return Main.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    @Test
    void shouldGoOnFromAnyFolderButNotWithAnotherTask(@TempDir Path folder) throws IOException {
        Path task = Files.copy(TASK, folder.resolve("mine.yaml"));
        Path relative = Path.of("").toAbsolutePath().relativize(task.toAbsolutePath());
        Path config = Files.writeString(folder.resolve("c.yaml"), "task: " + relative + """

                search: {population: 10, offspring: 5, programs: 10}
                ranking: {candidates: 2, seeds: 2, tune: 0}
                report: {seeds: 2, rates: 1}
                """);
        String run = folder.resolve("run").toString();
        assertThat(say("search", config.toString(), "--out", run, "--quiet")).as(err.toString()).isZero();
        assertThat(RunConfig.read(Path.of(run, "config.yaml"), List.of()).task()).isEqualTo(task.toAbsolutePath().normalize().toString());
        assertThat(say("resume", run, "--programs", "15", "--quiet")).as(err.toString()).isZero();

        Files.writeString(task, Files.readString(task) + "# changed\n");
        assertThat(say("resume", run, "--programs", "20", "--quiet")).isEqualTo(2);
        assertThat(err.toString()).contains("mine.yaml: has changed since the run began", "Restore it to go on with this run");
    }
}
