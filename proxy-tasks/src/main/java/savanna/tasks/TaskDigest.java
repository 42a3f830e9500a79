package savanna.tasks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What tells a task from all others, whatever it is called: SHA-256 of its content. Two tasks of one digest give the
 * same trainings.
 *
 * @param value SHA-256 over all parts and their names, 64 hexadecimal digits
 * @param parts SHA-256 by the name of a part, such as {@code recipe} or {@code data file 1}: where two digests differ,
 *     they say in what
 */
public record TaskDigest(String value, SortedMap<String, String> parts) {

    public TaskDigest {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** Of parts by their names, each as its SHA-256. */
    public static TaskDigest of(Map<String, String> parts) {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(parts)
                .forEach((name, hash) ->
                        all.append(name).append(' ').append(hash).append('\n'));
        return new TaskDigest(sha256(all.toString()), new TreeMap<>(parts));
    }

    /** Of a task that is described by one text. */
    public static TaskDigest of(String content) {
        return of(Map.of("content", sha256(content)));
    }

    /** SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
    public static String sha256(String content) {
        return HexFormat.of().formatHex(sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 of a file's bytes, as they are. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = sha256();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    /** Names of the parts that differ from another task's, or that only one of them has. */
    public List<String> differences(TaskDigest other) {
        return Stream.concat(parts.keySet().stream(), other.parts.keySet().stream())
                .distinct()
                .sorted()
                .filter(name -> !parts.getOrDefault(name, "").equals(other.parts.getOrDefault(name, "")))
                .toList();
    }

    @Override
    public String toString() {
        return value;
    }
}
