package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void shouldRefuseWhatLeavesTheWeightsWhereTheyAre(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("still.program");
        Files.writeString(file, "def train(w, g, lr):\n  u = clip(g, lr)\n  u = u * 1e-9\n  return u\n");
        Outcome outcome =
                run("simplify", file.toString(), "--task", "digits-mlp", "--seeds", "2", "--trainings", "100");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("still is no better on digits-mlp", "leaves the weights", "savanna tune")
                .doesNotContain("race");
        assertThat(outcome.out()).isEmpty();
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

    /** A shipped task, and the same cut short under two names. */
    private static String[] tasks(Path folder) throws IOException {
        String task = Files.readString(Path.of(
                "..", "proxy-tasks", "src", "main", "resources", "savanna", "tasks", "catalog", "digits-mlp-a.yaml"));
        Path shorter = Files.writeString(folder.resolve("shorter.yaml"), task.replaceFirst("steps: \\d+", "steps: 12"));
        Path other = Files.writeString(folder.resolve("other.yaml"), task.replaceFirst("steps: \\d+", "steps: 8"));
        Path same = Files.copy(shorter, folder.resolve("same.yaml"));
        return new String[] {shorter.toString(), other.toString(), same.toString()};
    }

    @Test
    void shouldTuneAndSimplifyOnSeveralTasksTogether(@TempDir Path folder) throws IOException {
        String[] tasks = tasks(folder);
        String both = tasks[0] + "," + tasks[1];
        Outcome tuned = run("tune", "signsgd", "--task", both, "--tries", "8", "--seeds", "2", "--threads", "2");
        assertThat(tuned.status()).as(tuned.err()).isZero();
        assertThat(tuned.err())
                .contains("measuring the start program on 16 seeds of each", "suite of 2 tasks; scales ");
        assertThat(tuned.out())
                .contains("constants tuned for shorter + other with 8 variants", "sign(g)")
                .isEqualTo(run("tune", "signsgd", "--task", both, "--tries", "8", "--seeds", "2", "--threads", "1")
                        .out());

        Path clipped = Files.writeString(
                folder.resolve("clipped.program"),
                "def train(w, g, lr):\n  n = clip(g, 5000.0)\n  u = n * lr\n  return u\n");
        Outcome simplified = run("simplify", clipped.toString(), "--task", both, "--seeds", "2", "--trainings", "400");
        assertThat(simplified.status()).as(simplified.err()).isZero();
        assertThat(simplified.out())
                .contains("on shorter + other with 2 seeds: fitness 0.0000 -> ")
                .as("the noise is that of the program, though it is 0 itself")
                .doesNotContain("noise 0.0000");
    }

    @Test
    void shouldWeighTasksByTheScalesThatAreStated(@TempDir Path folder) throws IOException {
        String[] tasks = tasks(folder);
        String scaled = tasks[0] + "=0.5," + tasks[1] + "=2";
        Outcome tuned = run("tune", "signsgd", "--task", scaled, "--tries", "8", "--seeds", "2");
        assertThat(tuned.status()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("suite of 2 tasks; scales 0.500 on shorter, 2.00 on other");
    }

    @Test
    void shouldRefuseListsOfTasksThatAreNone(@TempDir Path folder) throws IOException {
        String[] tasks = tasks(folder);
        Outcome twice = run("tune", "lion", "--task", tasks[0] + "," + tasks[2]);
        assertThat(twice.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(twice.err())
                .contains(
                        "--task ",
                        "expected different tasks; ",
                        "shorter.yaml and ",
                        "same.yaml are one; leave one out");
        Outcome empty = run("simplify", "lion", "--task", "digits-mlp,,noisy-vit");
        assertThat(empty.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(empty.err()).contains("--task digits-mlp,,noisy-vit: expected names or files");
        for (String scale : List.of("0", "-1", "small", "1e99")) {
            Outcome scaled = run("tune", "lion", "--task", "digits-mlp=" + scale + ",noisy-vit=0.08");
            assertThat(scaled.status()).isEqualTo(Main.WRONG_INPUT);
            assertThat(scaled.err()).contains("expected behind digits-mlp= its scale, a number from", "found " + scale);
        }
        Outcome functions = run("simplify", "lion", "--task", "digits-mlp", "--functions", "paper,sing");
        assertThat(functions.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(functions.err()).contains("--functions: unknown function \"sing\"", "did you mean \"sign\"");
        Outcome unknown = run("tune", "lion", "--task", "digits-mlp,digits-vti");
        assertThat(unknown.status()).isEqualTo(Main.WRONG_INPUT);
        assertThat(unknown.err()).contains("no task named \"digits-vti\"");
    }

    @Test
    void shouldTakeAFileWhoseNameHasACommaAsOneTask(@TempDir Path folder) throws IOException {
        Path file = Files.copy(Path.of(tasks(folder)[0]), folder.resolve("a,b.yaml"));
        Outcome tuned = run("tune", "signsgd", "--task", file.toString(), "--tries", "8", "--seeds", "2");
        assertThat(tuned.status()).as(tuned.err()).isZero();
        assertThat(tuned.out()).contains("tuned for a,b with");
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
