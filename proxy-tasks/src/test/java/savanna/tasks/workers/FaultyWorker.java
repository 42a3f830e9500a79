package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker with a fault that its argument names, for tests. */
public final class FaultyWorker {
    private FaultyWorker() {}

    /** What it says, before it is said. */
    private interface Fault {
        void on(ObjectNode message, JsonLines.Writer out) throws IOException;
    }

    public static void main(String[] arguments) {
        System.setOut(System.err);
        JsonLines.Writer out = new JsonLines.Writer(new FileOutputStream(FileDescriptor.out));
        Fault fault = fault(arguments);
        OutputStream lines = new OutputStream() {
            @Override
            public void write(int octet) {
                throw new UnsupportedOperationException("lines come whole");
            }

            @Override
            public void write(byte[] line) throws IOException {
                ObjectNode message = JsonLines.parse(
                        new String(line, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8));
                fault.on(message, out);
            }
        };
        System.exit(new StdioWorker(new FileInputStream(FileDescriptor.in), lines, 1).run());
    }

    static List<String> command(String... fault) {
        return WorkerCommands.of(FaultyWorker.class, fault);
    }

    private static Fault fault(String... arguments) {
        String name = arguments[0];
        return switch (name) {
            case "other-numerics", "other-build" ->
                (message, out) -> {
                    String key = name.substring("other-".length());
                    if (message.has(key)) {
                        message.put(key, "another");
                    }
                    out.write(message);
                };
            case "other-data" ->
                (message, out) -> {
                    if (message.has("hello")) {
                        message.withObject("/task").put("digest", "0".repeat(64));
                        message.withObject("/task/parts").put("data file 1", "another");
                    }
                    out.write(message);
                };
            case "other-bits-when-told" -> {
                AtomicInteger results = new AtomicInteger();
                yield (message, out) -> {
                    // The first is right and at once: from it the coordinator knows what is usual.
                    if (message.has("fitness") && results.getAndIncrement() > 0) {
                        awaitFile(Path.of(arguments[1]));
                        message.put(
                                "fitness", Math.nextUp(message.get("fitness").asDouble()));
                    }
                    out.write(message);
                };
            }
            case "grows" ->
                (message, out) -> {
                    out.write(message);
                    if (message.has("hello")) {
                        out.write(JsonLines.object().put("slots", 3));
                    }
                };
            case "many-machines" ->
                (message, out) -> {
                    if (message.has("result") && message.path("seed").asLong() == 1) {
                        message.put("numerics", "other");
                    }
                    out.write(message);
                    if (message.has("hello")) {
                        out.write(JsonLines.object().put("slots", 3).put("lost", 1));
                        out.write(JsonLines.object()
                                .put("slots", 2)
                                .put("lost", 2)
                                .put("again", 1)
                                .put("where", "left 1, right 1"));
                    }
                };
            case "dies-when-it-trains" ->
                (message, out) -> {
                    if (message.has("result")) {
                        System.err.println("out of luck");
                        Runtime.getRuntime().halt(3);
                    }
                    out.write(message);
                };
            case "babbles" ->
                (message, out) ->
                        out.write(message.has("result") ? JsonLines.object().put("good", "day") : message);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void awaitFile(Path file) {
        try {
            while (!Files.exists(file)) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
