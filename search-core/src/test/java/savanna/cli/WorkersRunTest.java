package savanna.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.Runs;
import savanna.tasks.TaskCatalog;

/** A search whose trainings worker processes make: whatever happens to them, it is the search of this process alone. */
@Timeout(600)
class WorkersRunTest {

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.writeString(
                folder.resolve("small.yaml"),
                "data: {kind: digits}\nmodel: {kind: mlp, hidden: [8]}\nrecipe: {batch: 16, steps: 120, seeds: 2, hurdles: [0.5]}\n");
        config = Files.writeString(
                folder.resolve("config.yaml"),
                "task: " + folder.resolve("small.yaml")
                        + "\nseed: 3\nthreads: 2\nsearch: {programs: 300, population: 20, offspring: 10}\n"
                        + "ranking: {candidates: 2, seeds: 2, tune: 8}\nreport: {seeds: 2, references: [lion]}\n");
    }

    private static List<String> savanna(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String worker() {
        return savanna("worker", "--slots", "1").stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private Process start(List<String> command, String name) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
    }

    private String ended(Process process, String name) throws IOException, InterruptedException {
        assertThat(process.waitFor(400, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve(name + ".err")))
                .isZero();
        return Files.readString(folder.resolve(name + ".out"))
                .lines()
                .filter(line -> !line.startsWith("Run folder"))
                .collect(Collectors.joining("\n"));
    }

    private String search(String name, String... more) throws IOException, InterruptedException {
        List<String> command = savanna(
                "search", config.toString(), "--out", folder.resolve(name).toString());
        command.addAll(Arrays.asList(more));
        return ended(start(command, name), name);
    }

    @Test
    void shouldEndAsOnThreadsHereAlthoughCoordinatorAndWorkerWereKilled() throws Exception {
        String here = search("here", "--quiet");
        Path run = folder.resolve("killed");
        Process coordinator = start(
                savanna(
                        "search",
                        config.toString(),
                        "--out",
                        run.toString(),
                        "--quiet",
                        "--worker",
                        worker(),
                        "--worker",
                        worker()),
                "killed");
        List<ProcessHandle> workers = List.of();
        while (coordinator.isAlive() && (workers.size() < 2 || Runs.trainings(run) < 20)) {
            Thread.sleep(20);
            workers = coordinator.descendants().toList();
        }
        workers.get(0).destroyForcibly();
        long before = Runs.trainings(run);
        while (coordinator.isAlive() && Runs.trainings(run) < before + 20) {
            Thread.sleep(20);
        }
        assertThat(coordinator.isAlive()).as("the search is still under way").isTrue();
        workers = coordinator.descendants().toList();
        coordinator.destroyForcibly().waitFor();
        for (ProcessHandle worker : workers) {
            for (int i = 0; i < 600 && isAlive(worker); i++) {
                Thread.sleep(50);
            }
            assertThat(isAlive(worker)).as("worker " + worker.pid()).isFalse();
        }
        assertThat(ended(start(savanna("resume", run.toString()), "resumed"), "resumed"))
                .isEqualTo(here);
        assertThat(ended(start(savanna("inspect", run.toString()), "inspected"), "inspected"))
                .contains("Workers of the latest session", "were made twice");
        assertThat(ended(start(savanna("inspect", run.toString(), "--json"), "json"), "json"))
                .contains("\"workerTotals\"", "\"trained\"");
    }

    private static boolean isAlive(ProcessHandle process) {
        try {
            // A zombie that nobody has looked after yet has ended.
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void shouldLeaveItToTheSearchWhatCtrlCMeansForItsWorkers() throws Exception {
        Process worker = new ProcessBuilder(savanna("worker", "--slots", "1"))
                .redirectError(folder.resolve("worker.err").toFile())
                .start();
        try (BufferedReader answers = worker.inputReader();
                BufferedWriter lines = worker.outputWriter()) {
            String yaml =
                    "{\"problem\": {\"kind\": \"noisy-quadratic\", \"blocks\": [[1, 2]]}, \"recipe\": {\"batch\": 1, \"steps\": 20}}";
            String digest = TaskCatalog.parse("small", yaml).digest().value();
            say(
                    lines,
                    "{\"hello\": 1, \"task\": {\"name\": \"small\", \"digest\": \"" + digest + "\", \"yaml\": " + yaml
                            + "}}");
            assertThat(answers.readLine())
                    .as(Files.readString(folder.resolve("worker.err")))
                    .contains("\"hello\":1");
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(worker.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            say(
                    lines,
                    "{\"train\": 1, \"program\": \"def train(w, g, lr):\\n  update = g * lr\\n  return update\", \"seeds\": [1]}");
            assertThat(answers.readLine()).contains("\"outcome\":\"TRAINED\"");
        }
        assertThat(worker.waitFor(20, TimeUnit.SECONDS))
                .as("it ends with its input")
                .isTrue();
        assertThat(worker.exitValue()).isZero();
    }

    private static void say(BufferedWriter lines, String line) throws IOException {
        lines.write(line + "\n");
        lines.flush();
    }

    @Test
    void shouldTryTheWorkersOfAConfig() throws Exception {
        String shown = ended(start(savanna("workers", config.toString(), "--worker", worker()), "tried"), "tried");
        assertThat(shown).contains("trains", "small", " ms", "probe");
        Process refused = start(
                savanna("workers", config.toString(), "--worker", worker(), "--worker", "no-such-program", "--json"),
                "refused");
        assertThat(refused.waitFor()).isEqualTo(Main.FAILED);
        assertThat(Files.readString(folder.resolve("refused.out")))
                .contains("\"trains\" : true", "\"trains\" : false", "cannot be started");
    }

    @Test
    void shouldCompareByWorkersAsHere() throws Exception {
        String[] compare = {
            "compare",
            "adamw",
            "lion",
            "--task",
            folder.resolve("small.yaml").toString(),
            "--seeds",
            "2",
            "--tune",
            "4",
            "--quiet",
            "--json"
        };
        List<String> elsewhere = savanna(compare);
        elsewhere.addAll(List.of("--worker", worker()));
        assertThat(timeless(ended(start(elsewhere, "elsewhere"), "elsewhere")))
                .isEqualTo(timeless(ended(start(savanna(compare), "here"), "here")));
    }

    private static String timeless(String json) {
        assertThat(json).contains("stepMicros");
        return json.replaceAll("\"stepMicros\" : [^,\n]*", "");
    }

    @Test
    void shouldRefuseLimitsByTheClockWithWorkers() throws Exception {
        Process limited = start(
                savanna("search", config.toString(), "--set", "search.training-time=10s", "--worker", worker()),
                "limited");
        assertThat(limited.waitFor()).isEqualTo(Main.WRONG_INPUT);
        assertThat(Files.readString(folder.resolve("limited.err")))
                .contains("search.training-time", "search.evaluations");
        Files.writeString(
                folder.resolve("small.yaml"),
                Files.readString(folder.resolve("small.yaml")).replace("hurdles", "time-limit: 5s, hurdles"));
        Process slow = start(savanna("search", config.toString(), "--worker", worker()), "slow");
        assertThat(slow.waitFor()).isEqualTo(Main.WRONG_INPUT);
        assertThat(Files.readString(folder.resolve("slow.err"))).contains("time-limit", "call-limit");
    }
}
