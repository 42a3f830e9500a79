package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import savanna.search.Runs;

class CommandLineTest {

    private static final String CONFIG = """
            task: digits-mlp
            search: {population: 20, offspring: 5, programs: 60, hurdle-factor: 1.2}
            meta-validation: {task: digits-mlp, every: 30, seeds: 2}
            ranking: {candidates: 3, seeds: 2, tune: 0}
            report: {seeds: 2, rates: 1}
            """;

    private record Said(int status, String out, String err) {}

    private static Said say(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status =
                commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Said(status, out.toString(), err.toString());
    }

    @Test
    void shouldSearchInspectPlotAndExtend(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
        Path run = folder.resolve("run");
        Said search = say("search", config, "--out", run);
        assertThat(search.status()).as(search.err()).isZero();
        assertThat(search.out())
                .contains(
                        "Hall of fame",
                        "Winner",
                        "Without redundant statements",
                        "adamw",
                        "lion",
                        "Run folder: " + run,
                        "89.1%",
                        "69.8%");
        assertThat(search.err()).contains("search-1 ended because it had made the programs asked for");
        assertThat(say("search", config, "--out", folder.resolve("again"), "--threads", 1)
                        .out()
                        .replace("/again", "/run"))
                .isEqualTo(search.out());

        Said inspected = say("inspect", run);
        assertThat(inspected.out())
                .contains(
                        "Pareto front",
                        "Lineage of the winner, search-1",
                        "start: adamw",
                        "Funnel, ranking: ",
                        "fresh seeds",
                        "Meta-validation of search-1");
        assertThat(inspected.out().lines().skip(1)).allMatch(line -> line.length() <= 80);
        JsonNode document =
                new ObjectMapper().readTree(say("inspect", run, "--json").out());
        assertThat(document.get("stages").get(0).get("programs").asLong()).isEqualTo(60);
        assertThat(document.get("lineage").get(0).get("mutation").asText()).isEqualTo("start: adamw");
        assertThat(say("check", run.resolve("winner.program")).status()).isZero();
        assertThat(say("inspect", run.resolve("winner.program")).out()).contains("Family:", "Live", "Simplified");

        Said plot = say("plot", run, "--out", folder.resolve("figures"));
        assertThat(plot.out().lines()).hasSize(5).allMatch(line -> line.endsWith(".svg"));
        String figure = Files.readString(folder.resolve("figures").resolve("figure-2-fitness.svg"));
        assertThat(figure).startsWith("<?xml").contains("class=\"curve s0\"");
        say("plot", run, folder.resolve("again/../run"), "--out", folder.resolve("twice"));
        assertThat(folder.resolve("twice/figure-2-fitness.svg"))
                .as("a run is no repeat of itself")
                .hasContent(figure);
        Path other = folder.resolve("other");
        assertThat(say(
                                "search",
                                config,
                                "--out",
                                other,
                                "--set",
                                "task=digits-mlp-b",
                                "--programs",
                                5,
                                "--set",
                                "report.seeds=2")
                        .status())
                .isZero();
        Said mixed = say("plot", run, other, "--out", folder.resolve("mixed"));
        assertThat(mixed.status()).isEqualTo(2);
        assertThat(mixed.err())
                .contains(run + " of digits-mlp, " + other + " of digits-mlp-b; plot those of each task apart");

        Said resumed = say("resume", run, "--programs", 90, "--quiet");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out())
                .isEqualTo(say("search", config, "--out", folder.resolve("ninety"), "--programs", 90)
                        .out()
                        .replace("/ninety", "/run"));
    }

    @Test
    void shouldSaveItsStateOnInterruptAndGoOnToTheSame(@TempDir Path folder) throws Exception {
        assumeThat(ignoresInterrupts())
                .as("background jobs of a shell, and what they start, ignore SIGINT")
                .isFalse();
        Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG.replace("programs: 60", "programs: 200"));
        Path run = folder.resolve("run");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "savanna.cli.Main",
                        "search",
                        config.toString(),
                        "--out",
                        run.toString()))
                .redirectError(folder.resolve("err").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        while (process.isAlive() && Runs.trainings(run) < 10) {
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(folder.resolve("err")))
                .contains("Interrupted; every training that had ended is saved")
                .containsPattern("Go on with: savanna resume " + Pattern.quote(run.toString()) + "\\R$");
        assertThat(run.resolve("run.lock")).doesNotExist();
        Said resumed = say("resume", run);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.out())
                .isEqualTo(say("search", config, "--out", folder.resolve("whole"))
                        .out()
                        .replace("/whole", "/run"));
    }

    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> (Long.parseUnsignedLong(
                                                line.substring("SigIgn:".length())
                                                        .strip(),
                                                16)
                                        & 0b10)
                                != 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search nowhere.yaml | savanna: nowhere.yaml: no such file",
                "check adamww | savanna: adamww: neither a shipped program, nor a run, nor a file; did you mean \"adamw\"?",
                "inspect . | savanna: .: not a run folder; expected a folder with config.yaml and run.db, as `savanna search` makes it",
                "resume . | savanna: .: not a run folder; expected a folder with config.yaml and run.db, as `savanna search` makes it",
                "search ../proxy-tasks/src/main/resources/savanna/tasks/catalog/digits-mlp-a.yaml | savanna: ../proxy-tasks/src/main/resources/savanna/tasks/catalog/digits-mlp-a.yaml:2: this is a task, not the config of a search; name it under the key \"task\" of a config, or train on it with `savanna compare PROGRAM --task ../proxy-tasks/src/main/resources/savanna/tasks/catalog/digits-mlp-a.yaml`",
                "compare adamw --task ../configs/quick.yaml | savanna: ../configs/quick.yaml:13: this is the config of a search, not a task; run it with `savanna search`, or give the task that it names",
                "export .. --to text | savanna: ..: is a folder, and not one of a run; expected a program",
                "check /dev/zero | savanna: /dev/zero: more than 4,194,304 bytes; expected at most 4,194,304; it is no program",
                "serch | savanna: Unmatched argument at index 0: 'serch'; did you mean \"search\"? See savanna --help",
                "list programs --markdown | savanna: --markdown is for keys and functions; see savanna list --help",
                "search x --time 5 | savanna: Invalid value for option '--time': \"5\" is not a time of at least 1ms; expected one such as 90s, 10m or 1.5h; see savanna search --help"
            })
    void shouldAnswerWrongUseInOneLineWithStatusTwo(String line, String message) {
        Said said = say((Object[]) line.split(" "));
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().strip()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--programs -5 | --programs -5: search.programs: expected a whole number of at least 1, found -5",
                "--threads -1 | --threads -1: threads: expected a whole number from 0 to 1024, found -1",
                "--threads 99999 | --threads 99999: threads: expected a whole number from 0 to 1024, found 99999",
                "--time 0s | Invalid value for option '--time': \"0s\" is not a time of at least 1ms; expected one such as 90s, 10m or 1.5h; see savanna search --help",
                "--set start=nope | c.yaml: start: nope: neither a shipped program, nor a run, nor a file; shipped programs:",
                "--set start=\"\" | c.yaml: start: \"\": neither a shipped program, nor a run, nor a file",
                "--set funnel-b.task=digits-mpl | c.yaml: funnel-b.task: no task named \"digits-mpl\", and no such file; did you mean \"digits-mlp\"?",
                "--set search.tournament=30 | c.yaml:2: search: expected tournament of at most the population (20), found 30",
                "--set seed=9223372036854775808 | --set seed=9223372036854775808: seed: expected a whole number from",
                "--set search.time=0s | --set search.time=0s: search.time: expected a time of at least 1ms"
            })
    void shouldCheckOptionsAsTheConfigIs(String options, String message, @TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
        Said said = say(Stream.concat(
                        Stream.of(
                                "search",
                                config.toString(),
                                "--out",
                                folder.resolve("run").toString()),
                        Stream.of(options.split(" ")))
                .toArray());
        assertThat(said.status()).as(said.err()).isEqualTo(2);
        assertThat(said.err().replace(folder + "/", "")).startsWith("savanna: " + message);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void shouldLeaveARunAsItIsThatItDoesNotGoOnWith(@TempDir Path folder) throws IOException {
        Path run = folder.resolve("run");
        assertThat(say("search", Files.writeString(folder.resolve("c.yaml"), CONFIG), "--out", run, "--quiet")
                        .status())
                .isZero();
        String config = Files.readString(run.resolve("config.yaml"));
        assertThat(say("resume", run, "--threads", -1, "--quiet").status()).isEqualTo(2);
        assertThat(run.resolve("config.yaml")).hasContent(config);

        Files.writeString(run.resolve("config.yaml"), config.replace("seed: 1", "seed: 2"));
        Said edited = say("resume", run, "--quiet");
        assertThat(edited.status()).isEqualTo(2);
        assertThat(edited.err())
                .contains("config.yaml: seed is 2, and was 1 when the run began; put it back to go on with this run");

        assertThat(say("inspect", run, "--rows", 0).status()).isEqualTo(2);
        Said report = say("report", run, "--out", folder.resolve("nowhere").resolve("r.html"));
        assertThat(report.status()).isEqualTo(2);
        assertThat(report.err()).contains("there is no such folder").doesNotContain("training");
    }

    @Test
    void shouldNotClaimATuningWhereNothingCouldBeTrained(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(
                folder.resolve("broken.program"), "def train(w, g, lr):\n  a = exp(100.0)\n  u = g * a\n  return u\n");
        Said said = say("tune", program, "--task", "digits-mlp", "--tries", 8, "--seeds", 2);
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("broken does not train on digits-mlp: not-finite at step 2 of 300");
    }

    @Test
    void shouldFailIfItsResultsCannotBeWritten() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "savanna.cli.Main",
                        "list",
                        "functions")
                .redirectOutput(full.toFile())
                .start();
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(error).contains("savanna: standard output: No space left on device");
    }

    @Test
    void shouldRefuseAFolderThatIsNotEmpty(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), CONFIG);
        Said said = say("search", config, "--out", folder);
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.err()).contains("not empty; give another folder with --out");
    }

    @Test
    void shouldShowKindLivenessHashAndFindingsOfAProgram(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(
                folder.resolve("p.program"),
                "def train(w, g, m, v, lr):\n  m = interp(g, m, 0.9)\n  dead = sin(w)\n  update = m * lr\n  return update, m, v\n");
        Said said = say("check", program);
        assertThat(said.status()).isZero();
        assertThat(said.out())
                .contains("nothing: redundant", "m, update", "3 statements, 2 live; 2 states, 1 live: m", "hash ");
        JsonNode document =
                new ObjectMapper().readTree(say("check", program, "--json").out());
        assertThat(document.get("statements").get(1).get("live").asBoolean()).isFalse();
        assertThat(document.get("hash").asText()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"functions", "tasks", "programs", "keys"})
    void shouldListAsTableAndAsJson(String subject) throws IOException {
        long rows = say("list", subject).out().lines().count() - 1;
        assertThat(new ObjectMapper()
                        .readTree(say("list", subject, "--json").out())
                        .size())
                .isEqualTo((int) rows)
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"search", "resume", "inspect", "check", "list", "plot"})
    void shouldDocumentEveryOptionOfEveryCommand(String command) {
        assertThat(say(command, "--help").out()).contains("Usage: savanna " + command);
        Main.commandLine()
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .options()
                .forEach(option -> assertThat(option.description())
                        .as(option.longestName())
                        .isNotEmpty());
    }
}
