package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that was started for its standard input and output. Nobody waits for it: what is said is written by a
 * thread of its own, so that a process that is stopped stops no one else, and what it says is told as it comes.
 */
final class Connection implements Peer {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    /** Lines of standard error that are told when the process dies. */
    private static final int TOLD = 30;
    /** What Python says where the package is missing: the first thing that goes wrong for most. */
    private static final String NO_PACKAGE = "No module named 'savanna'";
    /** A line of standard error that is longer is cut. */
    private static final int LONGEST = 2_000;

    private final List<String> command;
    private final Process process;
    private final Listener listener;
    private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();
    private final Deque<String> said = new ArrayDeque<>();
    private volatile String fault = "";

    private Connection(List<String> command, Process process, Listener listener) {
        this.command = command;
        this.process = process;
        this.listener = listener;
    }

    /** Starts a process. @throws IOException if there is no such program */
    static Connection start(List<String> command, Listener listener) throws IOException {
        Connection connection = new Connection(command, new ProcessBuilder(command).start(), listener);
        Thread errors = connection.daemon("worker-errors", connection::hear);
        connection.daemon("worker-lines", connection::write);
        connection.daemon("worker-answers", () -> connection.read(errors));
        return connection;
    }

    private Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 1 << 18);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void say(Outgoing messages) {
        outgoing.add(messages);
    }

    @Override
    public void kill(String why) {
        fault = fault.isEmpty() ? why : fault;
        process.destroyForcibly();
    }

    @Override
    public void hangUp() {
        outgoing.add(writer -> {
            throw new HungUp();
        });
    }

    /** Makes the end if it does not come soon, without waiting for it. */
    void endLater() {
        daemon("worker-end", () -> awaitEnd(2_000));
    }

    @Override
    public void awaitEnd(long millis) {
        try {
            if (!process.waitFor(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static final class HungUp extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private void write() {
        JsonLines.Writer writer = new JsonLines.Writer(process.getOutputStream());
        try {
            while (true) {
                outgoing.take().write(writer);
            }
        } catch (JsonLines.ProtocolException wrong) {
            kill(wrong.getMessage());
        } catch (IOException gone) {
            // It has ended, or is to: the thread that reads tells.
            LOG.debug("nothing more is said to {}", command, gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeInput();
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the worker had ended", e);
        }
    }

    private void read(Thread errors) {
        try {
            JsonLines.Reader reader = new JsonLines.Reader(process.getInputStream());
            for (Optional<ObjectNode> message = reader.next(); message.isPresent(); message = reader.next()) {
                listener.heard(message.get());
            }
        } catch (IOException e) {
            kill(e.getMessage() == null ? "" : e.getMessage());
        }
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(2, TimeUnit.SECONDS);
            }
            errors.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        outgoing.add(writer -> {
            throw new HungUp();
        });
        listener.ended(reason());
    }

    /** What the worker, or a task in it, prints. */
    private void hear() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int read = lines.read(); read >= 0; read = lines.read()) {
                if (read == '\n') {
                    said(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST) {
                    line.append((char) read);
                }
            }
            if (!line.isEmpty()) {
                said(line.toString());
            }
        } catch (IOException e) {
            LOG.debug("the worker's standard error ended", e);
        }
    }

    private void said(String line) {
        LOG.debug("{}", line);
        synchronized (said) {
            said.add(line);
            if (said.size() > TOLD) {
                said.remove();
            }
        }
    }

    private String reason() {
        StringBuilder text =
                new StringBuilder("the worker \"" + JsonLines.shown(String.join(" ", command)) + "\" ended");
        if (!process.isAlive()) {
            text.append(" with status ").append(process.exitValue());
        }
        text.append(fault.isEmpty() ? "" : ": " + fault);
        synchronized (said) {
            said.forEach(line -> text.append('\n').append(line));
            if (said.stream().anyMatch(line -> line.contains(NO_PACKAGE))) {
                text.append(
                                "\nThis Python lacks Savanna's package: install it there (`pip install ./python` in Savanna's")
                        .append(" sources), or name a Python that has it: SAVANNA_PYTHON=python3");
            }
        }
        return text.toString();
    }
}
