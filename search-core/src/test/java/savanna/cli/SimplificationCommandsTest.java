package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimplificationCommandsTest {

    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = commandLine.execute(arguments);
        return new Outcome(status, out.toString(), err.toString());
    }

    @Test
    void shouldSimplifyByAlgebraAndSayWhyClipStays() {
        Outcome outcome = run("simplify", "lion-raw");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out())
                .contains(
                        "x / abs(x) -> sign(x)",
                        "proof (guard)",
                        "momentum = interp(arcsin_clip_g, momentum, 0.99821967)",
                        "no identities");
    }

    @ParameterizedTest
    @ValueSource(strings = {".program", "a\"\"\"b.program", "*/ x.program"})
    void shouldNameAProgramAfterAnyFile(String name, @TempDir Path folder) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name).getParent())
                .resolve(folder.resolve(name).getFileName());
        Files.writeString(file, "def train(w, g, m, lr):\n  m = interp(g, m, 0.9)\n  u = m * lr\n  return u, m\n");
        for (String target : new String[] {"pytorch", "optax", "nd4j", "latex", "text"}) {
            Outcome outcome = run("export", file.toString(), "--to", target);
            assertThat(outcome.status()).as(outcome.err()).isZero();
            assertThat(outcome.out().split("\"\"\"", -1).length - 1)
                    .as("quotes in pairs")
                    .isEven();
        }
        assertThat(run(
                                "simplify",
                                file.toString(),
                                "--out",
                                folder.resolve("out").toString())
                        .status())
                .isZero();
        assertThat(folder.resolve("out/DERIVATION.md")).exists();
    }

    @Test
    void shouldPrintOneDocument() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(run("simplify", "lion-raw", "--json").out());
        assertThat(document.at("/derivation/steps").size()).isGreaterThan(5);
        JsonNode inspection =
                new ObjectMapper().readTree(run("inspect", "lion-raw", "--json").out());
        assertThat(inspection.at("/family").asText()).isEqualTo("lion-like");
        assertThat(inspection.at("/statePerParameter").asInt()).isEqualTo(1);
        assertThat(inspection.at("/latex").asText()).contains("\\begin{align*}");
    }

    @Test
    void shouldInspectWithinEightyColumns() {
        String out = run("inspect", "lion").out();
        assertThat(out)
                .contains(
                        "Family: lion-like, sign of a momentum that is interpolated twice",
                        "Nearest: lion 0.9 / 0.99, cosine 1.000; decay 0.1",
                        "Simplified");
        assertThat(out).doesNotContain("\u001b");
        for (String name : new String[] {"lion", "adamw-bias-corrected", "adabelief"}) {
            assertThat(run("inspect", name).out().lines()).as(name).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void shouldInspectInColourWhereThereIsOne() {
        StringWriter out = new StringWriter();
        CommandLine commandLine = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.ON));
        assertThat(commandLine.execute("inspect", "lion")).isZero();
        assertThat(out.toString()).contains("\u001b[1mFamily:").contains("\u001b[35mreturn");
        assertThat(out.toString().replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(run("inspect", "lion").out());
        StringWriter document = new StringWriter();
        assertThat(commandLine.setOut(new PrintWriter(document)).execute("inspect", "lion", "--json"))
                .isZero();
        assertThat(document.toString()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "optax", "nd4j", "latex", "text"})
    void shouldExport(String target) {
        Outcome outcome = run("export", "adamw", "--to", target);
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).isNotBlank();
    }

    @Test
    void shouldRefuseWhatATargetCannotSay(@TempDir Path folder) throws IOException {
        Path program = folder.resolve("norms.program");
        Files.writeString(
                program, "def train(w, g, lr):\n  n = global_norm(g)\n  u = g / n\n  u = u * lr\n  return u\n");
        Outcome outcome = run("export", program.toString(), "--to", "nd4j");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("global_norm").contains("export to pytorch or optax");
        assertThat(run("export", "lion", "--to", "tensorflow").status()).isEqualTo(2);
        assertThat(run("simplify", "lion", "--seeds", "1").status()).isEqualTo(2);
    }

    /** A root folder has no file name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "export / --to pytorch",
                "export / --to text --name x",
                "simplify /",
                "tune / --task digits-mlp",
                "compare / --task digits-mlp",
                "tune lion --task /",
                "compare lion --task /",
                "simplify lion --task /"
            })
    void shouldRefuseARootFolder(String arguments) {
        Outcome outcome = run(arguments.split(" "));
        assertThat(outcome.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(outcome.err()).contains("/: ").contains("is a folder").doesNotContain("Exception");
    }

    @Test
    void shouldInspectAndSimplifyAStateThatHasTheNameOfAnotherInput(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(
                folder.resolve("mine.program"),
                "def train(x, grad, g, lr):\n  g = interp(grad, g, 0.9)\n  a = abs(g)\n  u = g / a\n  return u, g\n");
        assertThat(run("inspect", program.toString()).status()).isZero();
        Outcome outcome = run("simplify", program.toString());
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("sign(");
    }

    @Test
    void shouldRefuseAPlaceThatCannotBeWrittenToBeforeAnyWork(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Outcome outcome = run("simplify", "lion", "--out", file.resolve("sub").toString());
        assertThat(outcome.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(outcome.err()).contains("--out", file.toString(), "cannot be made");
        Outcome tuned = run(
                "tune",
                "lion",
                "--task",
                "digits-mlp",
                "--out",
                folder.resolve("none/here.program").toString());
        assertThat(tuned.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(tuned.err()).contains("--out", "no such folder");
    }

    @Test
    void shouldTuneConstantsTheSameOnAnyNumberOfThreads() {
        Outcome one = run(
                "tune",
                "signsgd",
                "--task",
                "digits-mlp",
                "--tries",
                "16",
                "--seeds",
                "2",
                "--seed",
                "3",
                "--threads",
                "1");
        assertThat(one.status()).as(one.err()).isZero();
        assertThat(one.out())
                .startsWith(
                        "# signsgd, constants tuned for digits-mlp with 16 variants on 2 seeds (seed 3).\ndef train(")
                .contains("sign(g)");
        assertThat(run(
                                "tune",
                                "signsgd",
                                "--task",
                                "digits-mlp",
                                "--tries",
                                "16",
                                "--seeds",
                                "2",
                                "--seed",
                                "3",
                                "--threads",
                                "2")
                        .out())
                .isEqualTo(one.out());
    }
}
