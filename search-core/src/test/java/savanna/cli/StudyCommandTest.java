package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StudyCommandTest {

    @TempDir
    private Path folder;

    private record Outcome(int status, String out, String err) {}

    private Outcome study(String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] arguments = {
            "study",
            folder.resolve("a.yaml").toString(),
            "--variants",
            folder.resolve("variants.yaml").toString(),
            "--out",
            folder.resolve("study").toString(),
            "--fresh",
            "3",
            "--tries",
            "2",
            "--threads",
            "1",
            "--held-out",
            "least-squares",
            "--beside",
            "signum"
        };
        String[] all = java.util.stream.Stream.of(arguments, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        int status = commandLine.execute(all);
        return new Outcome(status, out.toString(), err.toString());
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), """
                task: quadratic-blocks
                start: adamw
                search: {population: 10, offspring: 5, programs: 60}
                ranking: {candidates: 2, seeds: 2, tune: 0}
                report: {seeds: 2, references: [], rates: 1}
                """);
        Files.writeString(folder.resolve("variants.yaml"), """
                constants: {search.strategy: hyperparameters}
                evolution: {search.mutations: connected, search.selector: viable, simplification.seeds: 2, simplification.trainings: 40}
                """);
    }

    @Test
    void shouldCompareVariantsAndGoOnWhereItWas() throws IOException {
        Outcome one = study("--seeds", "7", "--json");
        assertThat(one.status()).as(one.err()).isZero();
        FileTime made = Files.getLastModifiedTime(folder.resolve("study/constants-7/winner.program"));
        JsonNode document =
                new ObjectMapper().readTree(study("--seeds", "7,8", "--json").out());
        assertThat(Files.getLastModifiedTime(folder.resolve("study/constants-7/winner.program")))
                .as("a run that has ended is not made again")
                .isEqualTo(made);
        assertThat(document.at("/runs")).hasSize(4);
        JsonNode before = new ObjectMapper().readTree(one.out());
        assertThat(document.at("/runs/0")).isEqualTo(before.at("/runs/0"));
        assertThat(document.at("/runs/1")).isEqualTo(before.at("/runs/1"));
        for (JsonNode run : document.at("/runs")) {
            assertThat(run.at("/tasks/quadratic-blocks/test")).hasSize(3);
            assertThat(run.at("/tasks/least-squares/test")).hasSize(3);
            assertThat(run.at("/winner/nearest").asText()).contains("cosine");
        }
        assertThat(document.at("/variants/1/variant").asText()).isEqualTo("evolution");
        assertThat(document.at("/runs/0/simplified").isNull())
                .as("the config of this variant does not ask for it")
                .isTrue();
        assertThat(document.at("/runs/1/simplified/statements").asInt())
                .isBetween(1, document.at("/runs/1/winner/statements").asInt());
        assertThat(document.at("/variants/1/tasks/quadratic-blocks/toFirst/mean")
                        .isNumber())
                .isTrue();
        assertThat(document.at("/references/0/program").asText()).isEqualTo("signum");
        assertThat(document.at("/references/0/tasks/least-squares/toStart/mean").isNumber())
                .isTrue();
        Outcome text = study("--seeds", "7-8");
        assertThat(text.out())
                .contains(
                        "sign of a momentum", "quadratic-blocks", "least-squares", "to first", "signum", "simplified");
        assertThat(text.err()).doesNotContain("begun", "goes on");
    }

    @Test
    void shouldRefuseWhatIsWrongBeforeAnythingRuns() throws IOException {
        Files.writeString(folder.resolve("variants.yaml"), "good: {}\nbad: {search.sellector: viable}\n");
        Outcome unknown = study();
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("variants.yaml: bad", "sellector", "did you mean \"selector\"?");
        assertThat(study("--seeds", "9-3").status()).isEqualTo(2);
        assertThat(study("--seeds", "x").err()).contains("--seeds x: expected seeds such as 1-10");
        Files.writeString(folder.resolve("variants.yaml"), "good: {}\n");
        assertThat(study("--held-out", "no-such-task").status()).isEqualTo(2);
        assertThat(study("--beside", "no-such-program").status()).isEqualTo(2);
        assertThat(study("--beside", "lion,lion").err()).contains("--beside lion: lion is the name of another");
        Files.writeString(folder.resolve("variants.yaml"), "signum: {}\n");
        assertThat(study().err()).contains("--beside signum", "copy the file under a name of its own");
        assertThat(folder.resolve("study")).doesNotExist();
    }

    @Test
    void shouldRefuseRunsOfAnotherConfig() throws IOException {
        Files.writeString(folder.resolve("variants.yaml"), "only: {}\n");
        assertThat(study("--seeds", "7").status()).isZero();
        Files.writeString(folder.resolve("variants.yaml"), "only: {search.population: 12}\n");
        Outcome other = study("--seeds", "7");
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("search.population");
    }
}
