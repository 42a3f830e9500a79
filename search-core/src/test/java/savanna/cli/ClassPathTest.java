package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own, on a class path that lacks something. */
class ClassPathTest {

    private static final String ND4J = "nd4j|javacpp|/openblas-[^/]*1\\.5\\.[0-9]+\\.jar|deeplearning4j";
    private static final String OPENBLAS = "/openblas-[^/]*x86_64\\.jar|/openblas-[^/]*arm64\\.jar";

    private record Outcome(int status, String out, String err) {}

    private static Outcome runWithout(String missing, Path folder, String... arguments)
            throws IOException, InterruptedException {
        List<String> kept = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !jar.replace(File.separatorChar, '/').matches(".*(" + missing + ").*"))
                .toList();
        assertThat(kept).hasSizeLessThan(System.getProperty("java.class.path").split(File.pathSeparator).length);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        kept.stream().collect(Collectors.joining(File.pathSeparator)),
                                        "savanna.cli.Main"),
                                Stream.of(arguments))
                        .toList())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        return new Outcome(status, Files.readString(out), Files.readString(err));
    }

    private static List<String> runTable(Path run, String key) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                var statement = connection.prepareStatement("SELECT value FROM run WHERE key = ?")) {
            statement.setString(1, key);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? List.of(rows.getString(1)) : List.of();
            }
        }
    }

    @Test
    void shouldTrainWithoutNd4j(@TempDir Path folder) throws Exception {
        Outcome outcome = runWithout(
                ND4J, folder, "compare", "adamw", "--seeds", "2", "--tune", "1", "--threads", "2", "--quiet");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("adamw");
    }

    @Test
    void shouldSayHowToGetNd4jWhereItIsAskedForAndMissing(@TempDir Path folder) throws Exception {
        Outcome outcome = runWithout(ND4J, folder, "compare", "adamw", "--engine", "nd4j", "--seeds", "2");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("the engine nd4j needs ND4J, which is not on the class path", "org.nd4j:nd4j-native")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayOnceThatProductsAreMadeInJavaRecordItAndWarnWhereARunGoesOnWithOthers(@TempDir Path folder)
            throws Exception {
        Path config = Files.writeString(folder.resolve("c.yaml"), """
                task: digits-mlp
                search: {population: 2, offspring: 1, programs: 2, tournament: 2}
                ranking: {candidates: 2, seeds: 2, tune: 0}
                report: {seeds: 2, rates: 1}
                """);
        Path run = folder.resolve("run");
        Outcome outcome = runWithout(
                OPENBLAS, folder, "search", config.toString(), "--out", run.toString(), "--quiet", "--threads", "2");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines().filter(line -> line.contains("no OpenBLAS")))
                .hasSize(1);
        assertThat(outcome.err())
                .startsWith("savanna: warning: no OpenBLAS, so matrix products run in plain Java")
                .contains("the class path has no OpenBLAS for ");
        assertThat(runTable(run, "numerics")).singleElement().asString().startsWith("java, Java ");

        Outcome same = runWithout(OPENBLAS, folder, "resume", run.toString(), "--programs", "3", "--quiet");
        assertThat(same.err()).doesNotContain("other arithmetic");
        assertThat(runTable(run, "numerics of the last session")).isEmpty();

        Outcome other = runWithout(ND4J, folder, "resume", run.toString(), "--programs", "4", "--quiet");
        assertThat(other.status()).as(other.err()).isZero();
        assertThat(other.err()).contains("savanna: warning: the run began with other arithmetic (java, Java ");
        assertThat(runTable(run, "numerics")).singleElement().asString().startsWith("java, Java ");
        assertThat(runTable(run, "numerics of the last session"))
                .singleElement()
                .asString()
                .startsWith("openblas ");
    }
}
