package savanna.tasks.workers;

import java.io.File;
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
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import savanna.dsl.execution.Engine;
import savanna.tasks.Task;

/**
 * Which Savanna a process runs: two of one build train alike wherever their arithmetic is the same.
 *
 * @param version such as 0.2.0
 * @param digest of all classes that train, wherever they lie, those that {@code SAVANNA_CLASSPATH} adds among them; 16
 *     hexadecimal digits
 */
public record Build(String version, String digest) {

    private static final class Here {
        private static final Build BUILD = new Build(
                Optional.ofNullable(Task.class.getPackage().getImplementationVersion())
                        .orElse("unpackaged"),
                digest(addedPlaces(System.getenv().getOrDefault("SAVANNA_CLASSPATH", ""))));
    }

    /** Of this process. */
    public static Build here() {
        return Here.BUILD;
    }

    /** The jars and folders of a class path. */
    private static List<Path> addedPlaces(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .flatMap(entry -> entry.endsWith("*")
                        ? jars(Path.of(entry.substring(0, entry.length() - 1)))
                        : Stream.of(Path.of(entry)))
                .filter(Files::exists)
                .toList();
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException absent) {
            return Stream.of();
        }
    }

    /**
     * Of Savanna's classes that train, and of all that is in the places which add to them. One that adds to searches
     * alone, such as a strategy, need not be where the workers are.
     */
    static String digest(List<Path> added) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Class<?> module : List.of(Engine.class, Task.class)) {
                Path place = Path.of(module.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                in(place, root -> add(root, root.resolve("savanna"), name -> name.endsWith(".class"), digest));
            }
            for (Path place : added) {
                in(place, root -> {
                    if (!isForSearchesAlone(root)) {
                        add(root, root, name -> !name.startsWith("META-INF/MANIFEST"), digest);
                    }
                });
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("the classes of Savanna cannot be read", e);
        } catch (URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the classes of Savanna cannot be found", e);
        }
    }

    /** Does something with what is in a folder or a jar. */
    @FunctionalInterface
    private interface Reading {
        void read(Path root) throws IOException;
    }

    private static void in(Path place, Reading reading) throws IOException {
        if (Files.isDirectory(place)) {
            reading.read(place);
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                reading.read(jar.getPath("/"));
            }
        }
    }

    /** Whether all that it registers is for {@code savanna.search}. */
    private static boolean isForSearchesAlone(Path root) throws IOException {
        Path services = root.resolve("META-INF").resolve("services");
        if (!Files.isDirectory(services)) {
            return false;
        }
        try (Stream<Path> registered = Files.list(services)) {
            List<String> names =
                    registered.map(file -> file.getFileName().toString()).toList();
            return names.stream().anyMatch(name -> name.startsWith("savanna.search."))
                    && names.stream().noneMatch(name -> name.startsWith("savanna.tasks."));
        }
    }

    private static void add(Path root, Path folder, Predicate<String> isCounted, MessageDigest digest)
            throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(file -> Files.isRegularFile(file) && isCounted.test(name(root, file)))
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
