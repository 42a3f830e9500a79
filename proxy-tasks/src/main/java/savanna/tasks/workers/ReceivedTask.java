package savanna.tasks.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import savanna.tasks.LocalTask;
import savanna.tasks.TaskCatalog;
import savanna.tasks.TaskDigest;
import savanna.tasks.TaskException;

/** Makes a {@link SentTask} on the machine of a worker: finds its data there, or asks for it and keeps it. */
final class ReceivedTask {

    /** The other end of the line. */
    interface Coordinator {
        void say(ObjectNode message) throws IOException;

        Optional<ObjectNode> next() throws IOException;
    }

    private final Coordinator coordinator;
    private final Path cache;

    /** @param cache folder where data that was sent is kept for the next time */
    ReceivedTask(Coordinator coordinator, Path cache) {
        this.coordinator = coordinator;
        this.cache = cache;
    }

    /** {@code SAVANNA_CACHE}, else {@code savanna} where this user's caches are. */
    static Path cacheFolder() {
        Map<String, String> environment = System.getenv();
        String own = environment.getOrDefault("SAVANNA_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches))
                .resolve("savanna");
    }

    /**
     * The task that a {@code hello} brought.
     *
     * @throws TaskException if it cannot be made here, or would not be the same: the message says in what
     */
    LocalTask of(JsonNode sent) throws IOException {
        Map<String, String> places = new HashMap<>();
        for (JsonNode file : sent.path("files")) {
            places.put(file.path("name").asText(), file(file).toString());
        }
        JsonNode yaml = placed(sent.path("yaml"), places);
        if (!yaml.isObject()) {
            throw new TaskException("expected the task's YAML in hello, found " + JsonLines.shown(yaml.toString()));
        }
        LocalTask task = TaskCatalog.parse(sent.path("name").asText("task"), yaml.toString());
        if (!task.digest().value().equals(sent.path("digest").asText())) {
            throw new TaskException(task.name() + " is another task here; it differs in "
                    + String.join(", ", digest(sent).differences(task.digest())));
        }
        return task;
    }

    /** The digest of a task as a message tells it. */
    static TaskDigest digest(JsonNode task) {
        SortedMap<String, String> parts = new TreeMap<>();
        task.path("parts")
                .fields()
                .forEachRemaining(
                        part -> parts.put(part.getKey(), part.getValue().asText()));
        return new TaskDigest(task.path("digest").asText(), parts);
    }

    /** The same YAML, naming data files where they are. */
    private static JsonNode placed(JsonNode yaml, Map<String, String> places) {
        if (yaml.isTextual() && places.containsKey(yaml.asText())) {
            return JsonLines.tree(places.get(yaml.asText()));
        }
        if (yaml instanceof ObjectNode map) {
            ObjectNode placed = JsonLines.object();
            map.fields().forEachRemaining(entry -> placed.set(entry.getKey(), placed(entry.getValue(), places)));
            return placed;
        }
        return yaml;
    }

    private Path file(JsonNode file) throws IOException {
        String digest = file.path("sha256").asText();
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new TaskException("expected the SHA-256 of a data file, found " + JsonLines.shown(digest));
        }
        Path path = Path.of(file.path("path").asText());
        Path kept = cache.resolve("data").resolve(digest).resolve(path.getFileName());
        Optional<Path> here = candidates(file, kept)
                .filter(Files::isRegularFile)
                .filter(candidate -> isOf(candidate, digest))
                .findFirst();
        if (here.isPresent()) {
            return here.get().toAbsolutePath();
        }
        if (file.path("bytes").asLong() > SentTask.MOST_BYTES) {
            throw new TaskException("the data file " + path + " is not here, and with "
                    + file.path("bytes").asLong() + " bytes it is larger than what is sent, " + SentTask.MOST_BYTES
                    + "; copy it to that path on this machine, or into the folder that SAVANNA_DATA names");
        }
        receive(digest, kept);
        return kept.toAbsolutePath();
    }

    private static Stream<Path> candidates(JsonNode file, Path kept) {
        try {
            Path name = Path.of(file.path("name").asText());
            String data = System.getenv().getOrDefault("SAVANNA_DATA", System.getProperty("savanna.data", ""));
            return Stream.concat(
                    Stream.of(Path.of(file.path("path").asText()), kept),
                    data.isEmpty()
                            ? Stream.of()
                            : Stream.of(
                                    Path.of(data).resolve(name), Path.of(data).resolve(name.getFileName())));
        } catch (InvalidPathException wrong) {
            throw new TaskException("not a path here: " + wrong.getMessage(), wrong);
        }
    }

    private static boolean isOf(Path file, String digest) {
        try {
            return TaskDigest.sha256(file).equals(digest);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Asks for a file, and keeps it once it is whole and what was asked for. */
    private void receive(String digest, Path kept) throws IOException {
        coordinator.say(JsonLines.object().put("need", digest));
        Files.createDirectories(kept.getParent());
        Path part = Files.createTempFile(kept.getParent(), "part", "");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                boolean isLast = false;
                for (long bytes = 0; !isLast; ) {
                    ObjectNode piece = coordinator
                            .next()
                            .orElseThrow(() -> new IOException("the coordinator ended while it sent data"));
                    if (!piece.path("data").asText().equals(digest)) {
                        throw new JsonLines.ProtocolException("expected data, found " + List.copyOf(names(piece)));
                    }
                    byte[] read =
                            Base64.getDecoder().decode(piece.path("base64").asText());
                    bytes += read.length;
                    if (bytes > SentTask.MOST_BYTES) {
                        throw new JsonLines.ProtocolException("more than " + SentTask.MOST_BYTES + " bytes of data");
                    }
                    out.write(read);
                    isLast = piece.path("last").asBoolean();
                }
            } catch (IllegalArgumentException wrong) {
                throw new JsonLines.ProtocolException("data that is no base64: " + wrong.getMessage());
            }
            if (!isOf(part, digest)) {
                throw new TaskException("the data file " + kept.getFileName() + " has changed where it was sent from");
            }
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static List<String> names(ObjectNode message) {
        List<String> names = new java.util.ArrayList<>();
        message.fieldNames().forEachRemaining(name -> names.add(JsonLines.shown(name)));
        return names;
    }
}
