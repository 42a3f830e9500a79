package savanna.tasks.workers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskDigest;
import savanna.tasks.TaskException;
import savanna.tasks.TaskSource;

/**
 * A task on its way to a worker: its YAML, and the digests of its data files, which the worker asks for if it has none
 * of that content. Only the files of the task are ever sent.
 */
final class SentTask {

    /** The largest data file that is sent, in bytes; larger ones are to lie where the worker is. */
    static final long MOST_BYTES = 256L << 20;

    /** Bytes that one line carries. */
    private static final int BYTES_A_LINE = 512 << 10;

    private final ObjectNode json;
    private final Map<String, Path> files = new LinkedHashMap<>();

    /** @throws TaskException if the task cannot be made elsewhere */
    SentTask(LocalTask task) {
        TaskSource source = task.source()
                .orElseThrow(() -> new TaskException(task.name()
                        + ": this task exists in this process alone, and workers cannot make it; train it on threads here,"
                        + " or write it as a YAML file"));
        if (source.root().get("recipe") instanceof Map<?, ?> recipe && recipe.containsKey("time-limit")) {
            throw new TaskException(
                    task.name() + ": recipe.time-limit is by the clock, and clocks differ from worker to"
                            + " worker; remove it, or say call-limit, to train with workers.commands");
        }
        json = JsonLines.object().put("name", task.name());
        put(json, task.digest());
        json.set("yaml", JsonLines.tree(source.root()));
        ArrayNode list = json.putArray("files");
        for (Path file : source.files()) {
            try {
                String digest = TaskDigest.sha256(file);
                files.put(digest, file);
                list.addObject()
                        .put("name", source.nameOf(file).orElse(file.toString()))
                        .put("path", file.toAbsolutePath().normalize().toString())
                        .put("sha256", digest)
                        .put("bytes", Files.size(file));
            } catch (IOException unreadable) {
                throw new TaskException(file + ": cannot be read: " + unreadable.getMessage(), unreadable);
            }
        }
    }

    static void put(ObjectNode json, TaskDigest digest) {
        json.put("digest", digest.value());
        ObjectNode parts = json.putObject("parts");
        digest.parts().forEach(parts::put);
    }

    /** What the {@code hello} says of it. */
    ObjectNode json() {
        return json.deepCopy();
    }

    /**
     * Sends a file of the task in pieces.
     *
     * @param digest that was asked for
     * @throws IOException if it is no file of this task, or is too large
     */
    void send(String digest, JsonLines.Writer writer) throws IOException {
        Path file = files.get(digest);
        if (file == null) {
            throw new JsonLines.ProtocolException(
                    "the worker asks for data that is none of the task's: " + JsonLines.shown(digest));
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new JsonLines.ProtocolException(file + " is larger than what is sent, " + MOST_BYTES + " bytes");
        }
        try (InputStream in = Files.newInputStream(file)) {
            boolean isLast = false;
            while (!isLast) {
                byte[] piece = in.readNBytes(BYTES_A_LINE);
                isLast = piece.length < BYTES_A_LINE;
                writer.write(JsonLines.object()
                        .put("data", digest)
                        .put("base64", Base64.getEncoder().encodeToString(piece))
                        .put("last", isLast));
            }
        }
    }
}
