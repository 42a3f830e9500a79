package savanna.tasks.gemm;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The OpenBLAS that Savanna carries, in the jar {@code org.bytedeco:openblas} with the natives of one platform. A
 * native library is loaded from a file: the first start unpacks it, with the Fortran runtime that it needs, into the
 * user's cache, where later starts find it.
 */
final class BundledLibrary {

    private static final String PLACE = "org/bytedeco/openblas/";
    private static final String SHARED_LIBRARY = "[^/]+\\.(so|dylib|dll)(\\.[0-9]+)?";

    private BundledLibrary() {}

    /**
     * The file of OpenBLAS; what it needs is loaded already.
     *
     * @throws IOException if there is none for this platform, or it cannot be written
     */
    static Path load() throws IOException {
        String folder = PLACE + platform() + "/";
        for (String file : List.of("libopenblas.so.0", "libopenblas.0.dylib", "libopenblas.dll")) {
            URL resource = BundledLibrary.class.getClassLoader().getResource(folder + file);
            if (resource != null && resource.openConnection() instanceof JarURLConnection connection) {
                connection.setUseCaches(false);
                try (JarFile jar = connection.getJarFile()) {
                    Path library = unpacked(jar, folder).resolve(file);
                    loadCompanions(library);
                    return library;
                }
            }
        }
        throw new IOException("the class path has no OpenBLAS for " + platform()
                + " (org.bytedeco:openblas with the classifier " + platform() + ")");
    }

    /** As the jars' classifiers name it. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "macosx" : system.startsWith("windows") ? "windows" : system) + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> processor;
                };
    }

    private static Path unpacked(JarFile jar, String folder) throws IOException {
        List<? extends ZipEntry> libraries = jar.stream()
                .filter(entry -> entry.getName().startsWith(folder))
                .filter(entry -> fileName(entry).matches(SHARED_LIBRARY)
                        && entry.getName().length()
                                == folder.length() + fileName(entry).length()
                        && !fileName(entry).contains("jni"))
                .toList();
        long content = 0;
        for (ZipEntry library : libraries) {
            content = content * 31 + library.getCrc();
        }
        String name = "openblas-" + platform() + "-" + Long.toHexString(content);
        Path cached = cache().resolve(name);
        if (isWhole(cached, libraries)) {
            return cached;
        }
        try {
            Files.createDirectories(cached.getParent());
            Path draft = Files.createTempDirectory(cached.getParent(), name);
            unpack(jar, libraries, draft);
            return publish(draft, cached, libraries);
        } catch (IOException unwritable) {
            Path draft = Files.createTempDirectory(name);
            unpack(jar, libraries, draft);
            deleteOnExit(draft);
            return draft;
        }
    }

    /** Gives the whole folder its name at once: another process may be doing the same. */
    private static Path publish(Path draft, Path cached, List<? extends ZipEntry> libraries) throws IOException {
        try {
            return Files.move(draft, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            if (isWhole(cached, libraries)) {
                for (ZipEntry library : libraries) {
                    Files.delete(draft.resolve(fileName(library)));
                }
                Files.delete(draft);
                return cached;
            }
            deleteOnExit(draft);
            return draft;
        }
    }

    private static boolean isWhole(Path folder, List<? extends ZipEntry> libraries) throws IOException {
        for (ZipEntry library : libraries) {
            Path file = folder.resolve(fileName(library));
            if (!Files.isRegularFile(file) || Files.size(file) != library.getSize()) {
                return false;
            }
        }
        return true;
    }

    private static void unpack(JarFile jar, List<? extends ZipEntry> libraries, Path folder) throws IOException {
        for (ZipEntry library : libraries) {
            try (var octets = jar.getInputStream(library)) {
                Files.copy(octets, folder.resolve(fileName(library)));
            } catch (FileAlreadyExistsException twice) {
                throw new IOException("two libraries " + fileName(library) + " in " + jar.getName(), twice);
            }
        }
    }

    private static void deleteOnExit(Path folder) throws IOException {
        // Deleted in the opposite order: the files before their folder.
        folder.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> file.toFile().deleteOnExit());
        }
    }

    private static Path cache() {
        String home = System.getProperty("user.home");
        String stated = System.getenv("XDG_CACHE_HOME");
        if (stated != null && Path.of(stated).isAbsolute()) {
            return Path.of(stated, "savanna");
        }
        if (platform().startsWith("macosx")) {
            return Path.of(home, "Library", "Caches", "savanna");
        }
        String local = System.getenv("LOCALAPPDATA");
        return platform().startsWith("windows") && local != null
                ? Path.of(local, "savanna", "cache")
                : Path.of(home, ".cache", "savanna");
    }

    /**
     * Loads the other libraries of the folder, whatever their order: those that need another one load once that is
     * there. OpenBLAS finds them by their names, copies of it elsewhere too.
     */
    private static void loadCompanions(Path library) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(library.getParent())) {
            left = files.filter(file -> !file.equals(library)).sorted().toList();
        }
        int before;
        do {
            before = left.size();
            left = left.stream().filter(file -> !loads(file)).toList();
        } while (!left.isEmpty() && left.size() < before);
    }

    private static boolean loads(Path library) {
        try {
            System.load(library.toString());
            return true;
        } catch (UnsatisfiedLinkError missing) {
            return false;
        }
    }

    private static String fileName(ZipEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }
}
