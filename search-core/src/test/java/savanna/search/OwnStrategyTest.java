package savanna.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the strategy and the mutation that CONTRIBUTING.md shows as a jar of its own, and runs them in a process. */
class OwnStrategyTest {

    private static final Path GUIDE =
            Path.of(System.getProperty("savanna.root", "..")).resolve("CONTRIBUTING.md");

    @TempDir
    private Path folder;

    @Test
    void shouldSearchWithStrategyAndMutationOfTheGuideFromAJarOfTheirOwn() throws Exception {
        Path jar = build();
        Path config = Files.writeString(folder.resolve("own.yaml"), """
                task: digits-mlp
                search:
                  strategy: hill-climbing
                  mutations: {exchange: 1, modify: 2}
                  population: 10
                  offspring: 10
                  programs: 60
                neighbourhood: {starts: 1, seeds: 2, closure: 0, growth: 0, grow-by: [exchange]}
                ranking: {candidates: 1, seeds: 2, tune: 0}
                report: {seeds: 2, references: []}
                """);
        Path run = folder.resolve("run");
        String said = savanna(jar, "search", config.toString(), "--out", run.toString(), "--quiet");
        assertThat(said).contains("search-1").contains("Winner");
        assertThat(column(run, "SELECT kind FROM stage ORDER BY position")).startsWith("hill-climbing");
        List<String> words = column(run, "SELECT mutation FROM program WHERE stage = 'search-1' AND number > 0");
        assertThat(words).hasSize(60);
        assertThat(words.stream().map(each -> each.split(" ")[0]).distinct())
                .containsExactlyInAnyOrder("exchange", "modify");
        assertThat(column(
                        run,
                        "SELECT DISTINCT parent FROM program WHERE stage = 'search-1' AND number BETWEEN 1 AND 20"))
                .as("before the first batch is known, all descend from the start")
                .containsExactly("0");
        assertThat(savanna(jar, "inspect", run.toString())).contains("hill-climbing");
    }

    @Test
    void shouldNotKnowThemWithoutTheJar() throws Exception {
        Path config = Files.writeString(
                folder.resolve("own.yaml"), "task: digits-mlp\nsearch: {strategy: hill-climbing, programs: 60}\n");
        assertThat(savanna(folder.resolve("no.jar"), "search", config.toString(), "--out", "unused"))
                .contains("own.yaml:2: search.strategy: expected one of evolution, hyperparameters, random");
    }

    /** What a command says, on both channels. */
    private String savanna(Path jar, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path") + System.getProperty("path.separator") + jar,
                "savanna.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    private static List<String> column(Path run, String query) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                ResultSet result = connection.createStatement().executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private static String example(String name) throws IOException {
        Matcher matcher = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        while (matcher.find()) {
            if (matcher.group(1).contains("class " + name + " ")) {
                return matcher.group(1);
            }
        }
        throw new IllegalStateException("no class " + name + " in " + GUIDE);
    }

    private Path build() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("source/example"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        for (String name : List.of("HillClimbing", "Exchange")) {
            arguments.add(Files.writeString(sources.resolve(name + ".java"), example(name))
                    .toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Map<String, String> services = Map.of(
                "savanna.search.evolution.StrategyKind", "example.HillClimbing",
                "savanna.search.mutation.Mutation", "example.Exchange");
        for (Map.Entry<String, String> service : services.entrySet()) {
            Files.writeString(
                    Files.createDirectories(classes.resolve("META-INF/services"))
                            .resolve(service.getKey()),
                    service.getValue());
        }
        Path jar = folder.resolve("own.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(each));
            }
        }
        return jar;
    }
}
