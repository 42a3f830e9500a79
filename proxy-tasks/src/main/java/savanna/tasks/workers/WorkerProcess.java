package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import savanna.tasks.TaskException;

/**
 * One worker process and the conversation with it: messages out by any thread, answers to each lease in a queue of its
 * own. When the process ends, all that wait are told. A worker whose standard input ends, as when this process dies,
 * ends at once with all its children.
 */
final class WorkerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final int PROTOCOL = 1;
    /** Lines of standard error that are told when the process dies. */
    private static final int TOLD = 30;
    /** Time to import a task's libraries and data. */
    private static final long HELLO_SECONDS = 600;

    private final List<String> command;
    private final Process process;
    private final JsonLines.Writer writer;
    private final CompletableFuture<ObjectNode> hello = new CompletableFuture<>();
    private final Map<Integer, BlockingQueue<Answer>> leases = new HashMap<>();
    private final Deque<String> said = new ArrayDeque<>();
    private int lastLease;
    private Optional<String> death = Optional.empty();

    /** What a worker says of a lease; or that there will be no more, since it died. */
    record Answer(Optional<ObjectNode> message, String death) {}

    private WorkerProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.writer = new JsonLines.Writer(process.getOutputStream());
    }

    /**
     * Starts a worker and greets it.
     *
     * @param greeting what it is to train: the rest of the {@code hello}
     * @throws TaskException if it cannot be started, or says that it cannot train the task
     */
    static WorkerProcess start(List<String> command, ObjectNode greeting) {
        WorkerProcess worker;
        try {
            worker = new WorkerProcess(command, new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new TaskException(
                    "the worker \"" + String.join(" ", command) + "\" cannot be started: " + e.getMessage()
                            + "; install Python with the package savanna (pip install ./python), or name the command in workers.command",
                    e);
        }
        worker.listen();
        try {
            worker.writer.write(greeting.put("hello", PROTOCOL));
        } catch (IOException e) {
            // It has died; the wait below tells why.
            LOG.debug("hello was not heard", e);
        }
        try {
            worker.hello.get(HELLO_SECONDS, TimeUnit.SECONDS);
            return worker;
        } catch (ExecutionException e) {
            worker.close();
            throw new TaskException(e.getCause().getMessage());
        } catch (TimeoutException e) {
            worker.close();
            throw new TaskException(
                    "the worker \"" + String.join(" ", command) + "\" said nothing for " + HELLO_SECONDS + " s");
        } catch (InterruptedException e) {
            worker.close();
            Thread.currentThread().interrupt();
            throw new TaskException("interrupted while a worker was starting");
        }
    }

    /** What it answered to the greeting. */
    ObjectNode greeting() {
        return hello.join();
    }

    synchronized boolean isAlive() {
        return death.isEmpty();
    }

    /** Begins a lease. Returns its number. */
    int lease(ObjectNode train) throws WorkerLostException {
        int lease;
        synchronized (this) {
            if (death.isPresent()) {
                throw new WorkerLostException(death.get());
            }
            lease = ++lastLease;
            leases.put(lease, new LinkedBlockingQueue<>());
        }
        say(train.put("train", lease));
        return lease;
    }

    /** The next answer to a lease; nothing if none came in so many milliseconds. */
    Optional<ObjectNode> answer(int lease, long millis) throws WorkerLostException, InterruptedException {
        BlockingQueue<Answer> answers;
        synchronized (this) {
            answers = leases.get(lease);
        }
        Answer answer = answers.poll(millis, TimeUnit.MILLISECONDS);
        if (answer == null) {
            return Optional.empty();
        }
        if (answer.message.isEmpty()) {
            throw new WorkerLostException(answer.death);
        }
        return answer.message;
    }

    /** Tells the worker that nobody waits for a lease any more; its end still comes. */
    void cancel(int lease) throws WorkerLostException {
        say(JsonLines.object().put("cancel", lease));
    }

    synchronized void forget(int lease) {
        leases.remove(lease);
    }

    private void say(ObjectNode message) throws WorkerLostException {
        try {
            writer.write(message);
        } catch (IOException e) {
            throw new WorkerLostException(ended(e.getMessage()));
        }
    }

    private void listen() {
        Thread errors = new Thread(this::hear, "worker-errors");
        errors.setDaemon(true);
        errors.start();
        Thread answers = new Thread(() -> read(errors), "worker-answers");
        answers.setDaemon(true);
        answers.start();
    }

    /** What a worker, or a task in it, prints. */
    private void hear() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                LOG.debug("{}", line);
                synchronized (said) {
                    said.add(line);
                    if (said.size() > TOLD) {
                        said.remove();
                    }
                }
            }
        } catch (IOException e) {
            LOG.debug("the worker's standard error ended", e);
        }
    }

    private void read(Thread errors) {
        String reason = "";
        try {
            JsonLines.Reader reader = new JsonLines.Reader(process.getInputStream());
            for (Optional<ObjectNode> message = reader.next(); message.isPresent(); message = reader.next()) {
                take(message.get());
            }
        } catch (IOException e) {
            reason = e.getMessage();
            process.destroyForcibly();
        }
        try {
            process.waitFor(2, TimeUnit.SECONDS);
            errors.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        die(ended(reason));
    }

    private void take(ObjectNode message) {
        if (message.has("hello")) {
            hello.complete(message);
        } else if (message.path("error").asInt(-1) == 0) {
            die(message.path("text").asText("the worker ended"));
        } else {
            for (String kind : List.of("result", "error", "end", "report")) {
                if (message.has(kind)) {
                    synchronized (this) {
                        Optional.ofNullable(leases.get(message.get(kind).asInt()))
                                .ifPresent(answers -> answers.add(new Answer(Optional.of(message), "")));
                    }
                }
            }
        }
    }

    private synchronized void die(String text) {
        if (death.isEmpty()) {
            death = Optional.of(text);
            hello.completeExceptionally(new TaskException(text));
            leases.values().forEach(answers -> answers.add(new Answer(Optional.empty(), text)));
        }
    }

    private String ended(String reason) {
        StringBuilder text = new StringBuilder("the worker \"" + String.join(" ", command) + "\" ended");
        if (!process.isAlive()) {
            text.append(" with status ").append(process.exitValue());
        }
        text.append(reason == null || reason.isEmpty() ? "" : ": " + reason);
        synchronized (said) {
            said.forEach(line -> text.append('\n').append(line));
        }
        return text.toString();
    }

    /** Ends the process: first its input, upon which it ends by itself. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the worker had ended", e);
        }
        process.destroy();
    }
}
