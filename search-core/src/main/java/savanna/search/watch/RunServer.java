package savanna.search.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import savanna.search.report.WatchPage;
import savanna.search.store.RunFolder;
import savanna.search.store.RunNames;
import savanna.search.store.RunQueries;

/**
 * One page that follows a run, on the loopback address alone. Each look opens the run's store anew, to read: the run
 * may be written by another process, have ended, or be resumed meanwhile. Nothing of the run is executed, and every
 * text of it is escaped.
 */
public final class RunServer implements AutoCloseable {

    private static final String HTML = "text/html; charset=utf-8";

    private final Path run;
    private final WatchPage page;
    /** For all looks, since the folder may be one that cannot be written. */
    private final RunNames names;

    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "watch");
        made.setDaemon(true);
        made.setPriority(Thread.MIN_PRIORITY);
        return made;
    });
    private final String nonce = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));

    private RunServer(Path run, HttpServer server) {
        this.run = run;
        this.page = new WatchPage(run.toAbsolutePath().normalize().getFileName().toString());
        this.names = new RunNames(run);
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(thread);
        server.start();
    }

    /**
     * Serves a run until it is closed.
     *
     * @param port on the loopback address; 0 for one that is free
     * @throws IOException if the port is taken
     */
    public static RunServer start(Path run, int port) throws IOException {
        try {
            return new RunServer(
                    run, HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0));
        } catch (IOException taken) {
            throw new IOException(
                    "127.0.0.1:" + port + ": cannot be served: " + taken.getMessage()
                            + "; give another port, or 0 for one that is free",
                    taken);
        }
    }

    /** Where the page is. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isOurs(exchange)) {
                send(exchange, 403, "asked for by another name than 127.0.0.1 or localhost");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, 405, "only GET");
            } else if (path.equals("/")) {
                send(exchange, 200, page.frame(nonce));
            } else if (path.equals("/run")) {
                content(exchange);
            } else {
                send(exchange, 404, "no such page");
            }
        }
    }

    /** Whether the browser asked for this machine: a page from elsewhere must not read the run under its own name. */
    private boolean isOurs(HttpExchange exchange) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        String port = ":" + server.getAddress().getPort();
        return host.equals("127.0.0.1" + port) || host.equals("localhost" + port);
    }

    private void content(HttpExchange exchange) throws IOException {
        if (!RunFolder.isRun(run) || !RunFolder.hasStore(run)) {
            send(exchange, 200, page.waiting());
            return;
        }
        String content;
        // Closed before anything is sent: whoever reads slowly keeps no store open.
        try (RunQueries queries = RunQueries.open(run, names)) {
            content = page.content(queries);
        } catch (RuntimeException unreadable) {
            // The store may be in the middle of being made; the page asks again.
            send(exchange, 503, String.valueOf(unreadable.getMessage()));
            return;
        }
        send(exchange, 200, content);
    }

    private void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", status == 200 ? HTML : "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; script-src 'nonce-"
                                + nonce + "'");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
