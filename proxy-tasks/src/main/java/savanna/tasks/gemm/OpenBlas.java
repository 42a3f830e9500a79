package savanna.tasks.gemm;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads OpenBLAS, for several threads in several copies: each call of a library takes its one lock to find a buffer,
 * and for products of a few microseconds threads that share the lock wait for each other (two trained digits-mlp 1.7
 * times as fast as one; with a copy each, 1.9 times). The library is the one that Savanna carries, or the file that the
 * system property {@code dev.ludovic.netlib.blas.nativeLibPath} names.
 *
 * <p>Loading takes a moment, so it happens at the first use and never for commands that train nothing.
 */
final class OpenBlas {

    private static final String LIBRARY_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";
    /** A copy takes 37 MB of disk while it is loaded; beyond so many threads, copies are shared. */
    private static final int MOST_COPIES = 16;

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ThreadLocal<Integer> NUMBER = ThreadLocal.withInitial(THREADS::getAndIncrement);
    /** Guarded by the class. */
    private static final List<ClassLoader> COPIES = new ArrayList<>();

    /** Why there is none; null while it is not known that there is none. */
    private static String missing;

    private static GemmKind kind;
    private static boolean isShared;

    private OpenBlas() {}

    /** A gemm on this thread's copy; empty where the native library is missing or does not load. */
    static synchronized Optional<Gemm> gemm() {
        if (missing != null) {
            return Optional.empty();
        }
        try {
            if (COPIES.isEmpty()) {
                COPIES.add(first());
            }
            return Optional.of(make(COPIES.get(NUMBER.get() % copies()), Tiling.of(kind.kernel())));
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            missing = cause(unavailable);
            LoggerFactory.getLogger(OpenBlas.class)
                    .warn(
                            "no OpenBLAS, so matrix products run in plain Java: several times slower, and results differ in their last digits. {}",
                            missing);
            return Optional.empty();
        }
    }

    /** What was loaded; only after a gemm was given. */
    static synchronized GemmKind kind() {
        return kind;
    }

    /** Why no gemm was given. */
    static synchronized String missing() {
        return missing;
    }

    /** Number of copies, after one more was made if this thread may have one. */
    private static int copies() {
        int wanted = isShared ? COPIES.size() : Math.min(most(), NUMBER.get() + 1);
        try {
            while (COPIES.size() < wanted) {
                COPIES.add(copy());
            }
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            // Slower with many threads, to the same bits.
            isShared = true;
            LoggerFactory.getLogger(OpenBlas.class)
                    .warn("no further copy of OpenBLAS, threads share those that there are: {}", cause(unavailable));
        }
        return COPIES.size();
    }

    /**
     * Copies start threads of their own unless the environment says otherwise, and files that are loaded can be removed
     * on Linux only.
     */
    private static int most() {
        boolean isSingle =
                "1".equals(System.getenv("OPENBLAS_NUM_THREADS")) || "1".equals(System.getenv("OMP_NUM_THREADS"));
        return isSingle && System.getProperty("os.name").equals("Linux")
                ? Math.min(MOST_COPIES, Runtime.getRuntime().availableProcessors())
                : 1;
    }

    private static ClassLoader first() throws IOException, ReflectiveOperationException {
        // A strong reference: java.util.logging forgets the level of a logger that nobody holds.
        Logger quiet = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
        quiet.setLevel(Level.WARNING);
        if (System.getProperty(LIBRARY_PROPERTY) == null) {
            System.setProperty(LIBRARY_PROPERTY, BundledLibrary.load().toString());
        }
        ClassLoader loader = OpenBlas.class.getClassLoader();
        make(loader, Tiling.PACKED);
        kind = LibraryFacts.ofSingleThreaded(Path.of(System.getProperty(LIBRARY_PROPERTY)))
                .map(facts -> new GemmKind(OpenBlasGemm.NAME, facts.version(), facts.kernel(), Optional.empty()))
                .orElse(new GemmKind(OpenBlasGemm.NAME, "", "", Optional.empty()));
        return loader;
    }

    private static ClassLoader copy() throws IOException, ReflectiveOperationException {
        String original = System.getProperty(LIBRARY_PROPERTY);
        Path library = Files.createTempFile("savanna-openblas", ".so");
        try {
            Files.copy(Path.of(original), library, StandardCopyOption.REPLACE_EXISTING);
            System.setProperty(LIBRARY_PROPERTY, library.toString());
            ClassLoader loader = new OwnClasses(OpenBlas.class.getClassLoader());
            make(loader, Tiling.PACKED);
            LibraryFacts.ofSingleThreaded(library);
            return loader;
        } finally {
            System.setProperty(LIBRARY_PROPERTY, original);
            Files.delete(library);
        }
    }

    /** Making one loads the library. */
    private static Gemm make(ClassLoader loader, Tiling tiling) throws ReflectiveOperationException {
        var constructor = Class.forName(OpenBlas.class.getPackageName() + ".OpenBlasGemm", true, loader)
                .getDeclaredConstructor(Tiling.class);
        constructor.setAccessible(true);
        return (Gemm) constructor.newInstance(tiling);
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
        return cause instanceof IOException ? cause.getMessage() : cause.toString();
    }

    /**
     * Defines netlib's classes, and the gemm that calls them, once more: a native library belongs to the class that
     * loaded it.
     */
    private static final class OwnClasses extends ClassLoader {

        OwnClasses(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.ludovic.netlib.")
                    && !name.equals(OpenBlas.class.getPackageName() + ".OpenBlasGemm")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (code == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] octets = code.readAllBytes();
                return defineClass(name, octets, 0, octets.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
