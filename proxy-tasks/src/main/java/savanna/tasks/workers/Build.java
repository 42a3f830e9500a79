package savanna.tasks.workers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import savanna.dsl.execution.Engine;
import savanna.tasks.Task;

/**
 * Which Savanna a process runs: two of one build train alike wherever their arithmetic is the same.
 *
 * @param version such as 0.2.0
 * @param digest of all classes that train, wherever they lie; 16 hexadecimal digits
 */
record Build(String version, String digest) {

    private static final class Here {
        private static final Build BUILD = new Build(
                Optional.ofNullable(Task.class.getPackage().getImplementationVersion())
                        .orElse("unpackaged"),
                classes());
    }

    /** Of this process. */
    static Build here() {
        return Here.BUILD;
    }

    private static String classes() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> module : List.of(Engine.class, Task.class)) {
                Path place = Path.of(module.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                if (Files.isDirectory(place)) {
                    add(place, digest);
                } else {
                    try (FileSystem jar = FileSystems.newFileSystem(place)) {
                        add(jar.getPath("/"), digest);
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("the classes of Savanna cannot be read", e);
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the classes of Savanna cannot be found", e);
        }
    }

    private static void add(Path root, MessageDigest digest) throws IOException {
        List<Path> files;
        Predicate<Path> isClass = file -> file.toString().endsWith(".class");
        try (Stream<Path> found = Files.walk(root.resolve("savanna"))) {
            files = found.filter(isClass)
                    .sorted((a, b) -> name(root, a).compareTo(name(root, b)))
                    .toList();
        }
        for (Path file : files) {
            digest.update(name(root, file).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
