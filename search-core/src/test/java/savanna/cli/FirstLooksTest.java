package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A program that does not train is told at once, with outcome, step and remedy. */
class FirstLooksTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private static Path program(Path folder, String factor) throws Exception {
        return Files.writeString(
                folder.resolve("fast.program"), "def train(w, g, lr):\n  u = g * " + factor + "\n  return u\n");
    }

    @ParameterizedTest
    @CsvSource({
        "compare, nothing was compared, --tune 0",
        "compare, nothing was compared, --tune 4",
        "tune, nothing was tuned, --seeds 2",
        "simplify, nothing was measured, --seeds 2"
    })
    void shouldStopAtOnceWhereNothingTrains(String command, String consequence, String option, @TempDir Path folder)
            throws Exception {
        Path program = program(folder, "1e12");
        String[] more = option.split(" ");
        assertThat(run(command, program.toString(), "--task", "quadratic-blocks", more[0], more[1]))
                .isEqualTo(2);
        assertThat(err.toString())
                .containsPattern(
                        "fast.* does not train on quadratic-blocks: (diverged|not-finite) at step \\d+ of \\d+, "
                                + "seed \\d+")
                .contains("scale the task's features")
                .containsIgnoringCase(consequence);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldTuneWhatTrainsAtALowerRate(@TempDir Path folder) throws Exception {
        Path program = program(folder, "0.05");
        assertThat(run("tune", program.toString(), "--task", "quadratic-blocks", "--seeds", "2", "--tries", "8"))
                .as(err.toString())
                .isZero();
    }

    @Test
    void shouldCompareTheOthersAndSayWhichDoesNotTrain(@TempDir Path folder) throws Exception {
        Path program = program(folder, "1e12");
        assertThat(run(
                        "compare",
                        program.toString(),
                        "adam",
                        "--task",
                        "quadratic-blocks",
                        "--tune",
                        "0",
                        "--seeds",
                        "2",
                        "--quiet"))
                .isZero();
        assertThat(err.toString()).contains("fast does not train on quadratic-blocks");
        assertThat(out.toString()).contains("adam");
    }
}
