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

    @Test
    void shouldCompareAsShippedWithoutAnyTry() throws Exception {
        assertThat(run(
                        "compare",
                        "sgd",
                        "adam",
                        "--task",
                        "quadratic-blocks",
                        "--tune",
                        "0",
                        "--seeds",
                        "2",
                        "--quiet"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("as shipped, 2 fresh seeds").contains("as shipped");
    }

    @Test
    void shouldMakeATaskThatCompareTakesAtOnce(@TempDir Path folder) throws Exception {
        StringBuilder rows = new StringBuilder("kind;length;width\n");
        for (int i = 0; i < 90; i++) {
            rows.append(i % 3 == 0 ? "oak" : i % 3 == 1 ? "elm" : "ash")
                    .append(';')
                    .append(i % 3 * 100 + i % 7)
                    .append(",5;")
                    .append(i % 11)
                    .append('\n');
        }
        Path data = Files.writeString(folder.resolve("trees.csv"), rows);
        Path task = folder.resolve("trees.yaml");
        assertThat(run("new", "task", task.toString(), "--data", data.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("label: column 1 \"kind\", 3 classes: ash 30, elm 30, oak 30", "decimal commas");
        assertThat(run("compare", "adamw", "--task", task.toString(), "--tune", "0", "--seeds", "2"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("label: column 1 \"kind\", 3 classes: ash 30, elm 30, oak 30");
        String before = Files.readString(task);
        assertThat(run("new", "task", task.toString(), "--data", data.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is there and is not overwritten");
        assertThat(Files.readString(task)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare lino | did you mean \"lion\"?",
                "compare adamw --task digits-mpl | did you mean \"digits-mlp\"?",
                "compare adamw --seeds 0 | at least 1",
                "compare adamw --engine gpu | --engine",
                "compare adamw --tune -1 | at least 0",
                "new | expected what to make: task",
                "new task mine.txt --data rows.csv | expected a name that ends in .yaml",
                "new task mine.yaml --data none.csv | none.csv: no such file",
                "compare | PROGRAM"
            })
    void shouldRefuseWrongUsageWithARemedy(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }
}
