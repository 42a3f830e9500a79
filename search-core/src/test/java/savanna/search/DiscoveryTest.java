package savanna.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.program.Program;
import savanna.search.config.RankingConfig;
import savanna.search.config.ReportConfig;
import savanna.search.config.RunConfig;
import savanna.search.config.SearchConfig;
import savanna.search.config.TaskConfig;
import savanna.search.pipeline.RunListener;
import savanna.search.pipeline.RunOutcome;
import savanna.search.store.RunStoreException;
import savanna.tasks.training.InterruptedRunException;
import savanna.tasks.training.Interruption;
import savanna.tasks.yaml.YamlException;

/** Savanna as a library. */
class DiscoveryTest {

    private static final Path README =
            Path.of(System.getProperty("savanna.root", "..")).resolve("README.md");

    private static final Program START =
            Program.parse("def train(w, g, m, lr):\n  m = interp(g, m, 0.5)\n  u = m * 0.01\n  return u, m");

    @TempDir
    Path folder;

    private static RunConfig config(long programs) {
        return RunConfig.of(run -> run.task(TaskConfig.named("mine"))
                .start("plain")
                .threads(2)
                .search(SearchConfig.of(
                        search -> search.programs(programs).population(20).offspring(10)))
                .ranking(RankingConfig.of(
                        ranking -> ranking.candidates(3).seeds(2).tune(8)))
                .report(ReportConfig.of(report -> report.seeds(2).references(List.of("plain")))));
    }

    private static Discovery discovery(RunConfig config) {
        return Discovery.of(config).task("mine", new RegressionTask(40)).program("plain", START);
    }

    @Test
    void shouldCompileAndRunTheExampleOfTheReadme() throws Exception {
        Matcher example = Pattern.compile("```java\n(import .*?public final class Discover .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Discover.java"), example.group(1));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release",
                                "17",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                folder.toString(),
                                source.toString()))
                .isZero();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Discover").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("search-1 ended because", "def train(w, g,", "winner 0.", "adamw ", "lion ");
    }

    @Test
    void shouldComeToTheSameInAFolderAndWithout() {
        List<String> heard = new ArrayList<>();
        RunOutcome inMemory = discovery(config(100))
                .listener(new RunListener() {
                    @Override
                    public void begin(String words) {
                        heard.add(words);
                    }
                })
                .run();
        RunOutcome kept = discovery(config(100)).run(folder.resolve("run"));
        assertThat(inMemory.folder()).isEmpty();
        assertThat(kept.folder()).contains(folder.resolve("run"));
        assertThat(kept.winner()).isEqualTo(inMemory.winner());
        assertThat(kept.hallOfFame()).isEqualTo(inMemory.hallOfFame());
        assertThat(kept.comparison()).isEqualTo(inMemory.comparison());
        assertThat(heard).anyMatch(words -> words.startsWith("search 1 of 1"));
    }

    @Test
    void shouldGoOnInItsFolderWithALargerBudget() {
        Path run = folder.resolve("run");
        discovery(config(50)).run(run);
        RunOutcome extended = discovery(config(100)).run(run);
        assertThat(extended.hallOfFame()).isEqualTo(discovery(config(100)).run().hallOfFame());
    }

    @Test
    void shouldRefuseToGoOnWithAnotherRun() {
        Path run = folder.resolve("run");
        discovery(config(50)).run(run);
        assertThatThrownBy(() -> discovery(config(50).withSeed(2)).run(run))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("seed is 2, and was 1 when the run began");
        Program other = Program.parse("def train(w, g, m, lr):\n  u = g * 0.01\n  return u, m");
        assertThatThrownBy(() -> discovery(config(50)).program("plain", other).run(run))
                .isInstanceOf(RunStoreException.class)
                .hasMessageContaining("start: plain has changed since the run began: it differs in statements");
        assertThat(discovery(config(50)).run(run).winner()).isPresent();
    }

    @Test
    void shouldEndWhenAskedTo() {
        Interruption interruption = new Interruption();
        interruption.request();
        assertThatThrownBy(
                        () -> discovery(config(50)).interruption(interruption).run())
                .isInstanceOf(InterruptedRunException.class);
    }

    @Test
    void shouldNameWhatItCannotFind() {
        assertThatThrownBy(() -> Discovery.of(config(50))
                        .task("mine", new RegressionTask(40))
                        .run())
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("config: start: plain: neither a shipped program, nor a run, nor a file");
        assertThatThrownBy(
                        () -> Discovery.of(config(50)).program("plain", START).run(folder.resolve("none")))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("config: task: no task named \"mine\"");
        assertThat(folder.resolve("none")).doesNotExist();
    }
}
