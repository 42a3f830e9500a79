package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompareCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void shouldPrintATableAndDrawTheCurves(@TempDir Path folder) throws Exception {
        Path chart = folder.resolve("curves.svg");
        assertThat(run(
                        "compare",
                        "adamw",
                        "lion",
                        "--seeds",
                        "2",
                        "--tune",
                        "3",
                        "--quiet",
                        "--chart",
                        chart.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("digits-mlp", "adamw", "lion", "state bytes");
        assertThat(Files.readString(chart)).contains("<svg");
    }

    @Test
    void shouldPrintOneJsonDocumentAndNothingElse() throws Exception {
        assertThat(run("compare", "adamw", "sgd", "adamw", "--seeds", "2", "--tune", "2", "--json"))
                .isZero();
        JsonNode document = new ObjectMapper().readTree(out.toString());
        assertThat(document.get("programs")).hasSize(3);
        assertThat(document.get("programs"))
                .extracting(program -> program.get("name").asText())
                .containsExactlyInAnyOrder("adamw", "sgd", "adamw-2");
        assertThat(document.get("programs").get(0).get("runs")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare lino | did you mean \"lion\"?",
                "compare adamw --task digits-mpl | did you mean \"digits-mlp\"?",
                "compare adamw --seeds 0 | at least 1",
                "compare adamw --engine gpu | --engine",
                "compare | PROGRAM"
            })
    void shouldRefuseWrongUsageWithARemedy(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }
}
