package savanna.dsl.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every function of the language, the shipped programs and random ones give the same bits whether Java interprets them
 * or compiles them with either of its compilers. All compilers, and other versions of Java, with many programs:
 *
 * <pre>{@code
 * mvn -pl dsl test -Dtest=SameBitsTest -Dsavanna.bits.programs=200 -Dsavanna.bits.javas=/usr/lib/jvm/jdk-25/bin/java
 * }</pre>
 */
@Timeout(3600)
class SameBitsTest {

    /** Random programs; some matrix functions take a second each where they are interpreted. */
    private static final int PROGRAMS = Integer.getInteger("savanna.bits.programs", 0);

    private static final String HERE =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    private record Running(Process process, Path said) {}

    private Running start(String java, int repetitions, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx300m"));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                SameBits.class.getName(),
                Integer.toString(PROGRAMS),
                Integer.toString(repetitions)));
        Path said = Files.createTempFile(folder, "bits", ".txt");
        return new Running(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start(),
                said);
    }

    private static List<String> lines(Running running) throws IOException, InterruptedException {
        try {
            assertThat(running.process.waitFor(3500, TimeUnit.SECONDS)).isTrue();
        } finally {
            running.process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(running.said);
        assertThat(running.process.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines).hasSizeGreaterThan(80).noneMatch(line -> line.contains(", then "));
        return lines;
    }

    @Test
    void shouldGiveTheSameBitsInterpretedAndCompiled() throws Exception {
        Running interpreted = start(HERE, 1, "-Xint");
        Running compiled = start(HERE, 30);
        assertThat(lines(compiled)).isEqualTo(lines(interpreted));
    }

    @Test
    void shouldGiveTheSameBitsUnderTheOtherCompilersAndJavas() throws Exception {
        List<String> javas = Stream.of(
                        System.getProperty("savanna.bits.javas", "").split(","))
                .filter(java -> !java.isBlank())
                .toList();
        Assumptions.assumeTrue(PROGRAMS > 0 || !javas.isEmpty(), "asked for by the command above");
        List<String> here = lines(start(HERE, 30));
        for (String java : javas) {
            assertThat(lines(start(java, 30))).as(java).isEqualTo(here);
            assertThat(lines(start(java, 1, "-Xint"))).as(java).isEqualTo(here);
        }
        if (PROGRAMS > 0) {
            assertThat(lines(start(HERE, 30, "-XX:TieredStopAtLevel=1"))).isEqualTo(here);
            assertThat(lines(start(HERE, 2, "-Xcomp", "-XX:-TieredCompilation")))
                    .isEqualTo(here);
        }
    }
}
