package savanna.search.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.program.Program;
import savanna.search.Runs;
import savanna.search.config.RunConfig;
import savanna.search.store.RunFolder;
import savanna.search.store.RunQueries;
import savanna.search.text.Formula;
import savanna.tasks.workers.WorkerStanding;
import savanna.tasks.workers.WorkersStanding;

class RunServerTest {

    @TempDir
    private Path folder;

    private static final RunConfig CONFIG = Runs.config(Runs.SMALL.replace("programs: 1000", "programs: 60"));

    private static HttpResponse<String> get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address)).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldFollowARunFromBeforeItsBeginToAfterItsEnd() throws Exception {
        Path run = folder.resolve("run");
        try (RunServer server = RunServer.start(run, 0)) {
            assertThat(get(server.address() + "run").body()).contains("Run run", "Nothing is stored yet");
            Runs.run(CONFIG, run);
            String ended = get(server.address() + "run").body();
            assertThat(ended)
                    .contains("The run has ended with a choice.", "Best so far", "Hall of fame", "Pareto front", "<svg")
                    .contains("Funnel", "Lineage");
            RunFolder open = RunFolder.open(run);
            try (RunQueries reader = RunQueries.open(run)) {
                List<RunQueries.Step> before = reader.lineage("search-1", 0);
                assertThat(get(server.address() + "run").body())
                        .as("while another has the run open to write")
                        .contains("The run has ended with a choice.", "Hall of fame");
                open.close();
                assertThat(reader.lineage("search-1", 0))
                        .as("a reader is no hindrance to who ends the run, nor the other way round")
                        .isEqualTo(before);
            }
            RunFolder.open(run).close();
            assertThat(run.resolve("run.db-wal")).doesNotExist();
        }
    }

    @Test
    void shouldListTheWorkers() throws Exception {
        Path run = folder.resolve("run");
        Runs.run(CONFIG, run);
        try (RunFolder open = RunFolder.open(run)) {
            open.workers()
                    .replace(new WorkersStanding(
                            List.of(new WorkerStanding(
                                    "ssh <gpu1> savanna worker",
                                    "digits-mlp",
                                    "gpu1",
                                    WorkerStanding.State.LOST,
                                    4,
                                    0,
                                    1234,
                                    2,
                                    3,
                                    "node-1 4",
                                    65.2,
                                    "Connection closed\nand more")),
                            0,
                            3,
                            0,
                            0,
                            0,
                            Map.of()));
        }
        try (RunServer server = RunServer.start(run, 0)) {
            assertThat(get(server.address() + "run").body())
                    .contains(
                            "Workers",
                            "ssh &lt;gpu1&gt; savanna worker",
                            "lost",
                            "1,234",
                            "65 s",
                            "slots: node-1 4; lost 3")
                    .contains("0 of 1 are there", "3 trainings lost", "Connection closed")
                    .doesNotContain("and more");
        }
    }

    @Test
    void shouldServeNobodyButThisMachineAndExecuteNothing() throws Exception {
        Path run = folder.resolve("run");
        Runs.run(CONFIG, run);
        try (RunServer server = RunServer.start(run, 0)) {
            HttpResponse<String> page = get(server.address());
            String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
            String nonce = policy.substring(policy.indexOf("nonce-") + 6, policy.lastIndexOf('\''));
            assertThat(policy).contains("default-src 'none'");
            assertThat(page.body()).contains("<script nonce=\"" + nonce + "\">").doesNotContain("http:", "https:");
            assertThat(get(server.address() + "../run.db").statusCode()).isEqualTo(404);
            int port = URI.create(server.address()).getPort();
            assertThat(raw(port, "GET /run HTTP/1.1\r\nHost: evil.example:" + port + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
            assertThat(raw(
                            port,
                            "POST /run HTTP/1.1\r\nHost: localhost:" + port
                                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 405");
            assertThatThrownBy(() -> RunServer.start(run, port))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("give another port");
        }
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** In a browser the script of the page must run, and show the whole run; over a resume too. */
    @Test
    void shouldBeDrawnByABrowserOverAResume() throws Exception {
        Optional<Path> browser = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(browser.isPresent(), "no chromium: the page is not tried in a browser");
        Path run = folder.resolve("run");
        try (RunServer server = RunServer.start(run, 0)) {
            Runs.run(CONFIG, run);
            String best;
            try (RunQueries queries = RunQueries.open(run)) {
                best = Formula.of(new Simplifier()
                        .simplify(Program.parse(queries.best(1).get(0).program()))
                        .result());
            }
            assertThat(shown(browser.get(), server))
                    .as("what the script made of the page")
                    .contains("<title>Run run</title>", "Hall of fame", "class=\"chart\"", "as of ")
                    .contains("<b>60</b><span>programs made</span>")
                    .contains(best.split("; ")[0].replace("<", "&lt;").replace(">", "&gt;"));
            Runs.run(Runs.config(Runs.SMALL.replace("programs: 1000", "programs: 120")), run);
            assertThat(shown(browser.get(), server)).contains("<b>120</b><span>programs made</span>");
        }
    }

    /** The page as it stands once its script has looked. */
    private String shown(Path browser, RunServer server) throws Exception {
        Path page = folder.resolve("page.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        server.address())
                .redirectOutput(page.toFile())
                .redirectError(folder.resolve("browser.log").toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(page);
    }
}
