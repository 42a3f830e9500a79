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
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.slf4j.LoggerFactory;

/**
 * Loads OpenBLAS, for several threads in several copies: each call of a library takes its one lock to find a buffer,
 * and for products of a few microseconds threads that share the lock wait for each other (two trained digits-mlp 1.7
 * times as fast as one; with a copy each, 1.9 times).
 *
 * <p>Loading takes about half a second, so it happens at the first use and never for commands that train nothing.
 */
final class OpenBlas {

    private static final String LIBRARY_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";
    /** A copy takes 31 MB of disk while it is loaded; beyond so many threads, copies are shared. */
    private static final int MOST_COPIES = 16;

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ThreadLocal<Integer> NUMBER = ThreadLocal.withInitial(THREADS::getAndIncrement);
    /** Guarded by the class. */
    private static final List<ClassLoader> COPIES = new ArrayList<>();

    private static boolean isMissing;
    private static boolean isShared;

    private OpenBlas() {}

    /** A gemm on this thread's copy; empty where the native library is missing or does not load. */
    static synchronized Optional<Gemm> gemm() {
        if (isMissing) {
            return Optional.empty();
        }
        try {
            if (COPIES.isEmpty()) {
                COPIES.add(first());
            }
            return Optional.of(make(COPIES.get(NUMBER.get() % copies())));
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            isMissing = true;
            LoggerFactory.getLogger(OpenBlas.class)
                    .warn("no native gemm, falling back to Java: {}", cause(unavailable));
            return Optional.empty();
        }
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

    private static ClassLoader first() throws IOException {
        // A strong reference: java.util.logging forgets the level of a logger that nobody holds.
        Logger quiet = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
        quiet.setLevel(Level.WARNING);
        Path binding = Path.of(Loader.load(openblas.class));
        // Parallelism is over programs; a pool of BLAS threads would oversubscribe the cores and change the order of
        // sums.
        openblas.blas_set_num_threads(1);
        if (System.getProperty(LIBRARY_PROPERTY) == null) {
            System.setProperty(LIBRARY_PROPERTY, beside(binding).toString());
        }
        return OpenBlas.class.getClassLoader();
    }

    private static ClassLoader copy() throws IOException, ReflectiveOperationException {
        String original = System.getProperty(LIBRARY_PROPERTY);
        Path library = Files.createTempFile("savanna-openblas", ".so");
        try {
            Files.copy(Path.of(original), library, StandardCopyOption.REPLACE_EXISTING);
            System.setProperty(LIBRARY_PROPERTY, library.toString());
            ClassLoader loader = new OwnClasses(OpenBlas.class.getClassLoader());
            make(loader);
            return loader;
        } finally {
            System.setProperty(LIBRARY_PROPERTY, original);
            Files.delete(library);
        }
    }

    private static Gemm make(ClassLoader loader) throws ReflectiveOperationException {
        var constructor = Class.forName(OpenBlas.class.getPackageName() + ".OpenBlasGemm", true, loader)
                .getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Gemm) constructor.newInstance();
    }

    private static String cause(Throwable failure) {
        return (failure instanceof InvocationTargetException ? failure.getCause() : failure).toString();
    }

    private static Path beside(Path binding) throws IOException {
        try (Stream<Path> files = Files.list(binding.getParent())) {
            return files.filter(file ->
                            file.getFileName().toString().matches("(lib)?openblas(\\.0)?\\.(so|dylib|dll)(\\.0)?"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IOException("no OpenBLAS library beside " + binding));
        }
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
