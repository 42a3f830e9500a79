package savanna.tasks.gemm;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an OpenBLAS says of itself, by functions of its own that netlib does not call.
 *
 * @param version such as 0.3.31
 * @param kernel chosen by the processor, or by the environment variable {@code OPENBLAS_CORETYPE}
 */
record LibraryFacts(String version, String kernel) {

    /** RTLD_LAZY alone: with JNA's RTLD_GLOBAL too, the first copy's names would be those of all copies. */
    private static final Map<String, Object> OWN_NAMES =
            Platform.isLinux() ? Map.of(Library.OPTION_OPEN_FLAGS, 1) : Map.of();

    private static final Pattern VERSION = Pattern.compile("OpenBLAS +(\\S+)");

    /**
     * Makes a loaded library use one thread a call, and asks it what it is. Parallelism is over programs; a pool of
     * BLAS threads would oversubscribe the cores and change the order of sums.
     *
     * @return empty where the library is no OpenBLAS, or this platform has no JNA
     */
    static Optional<LibraryFacts> ofSingleThreaded(Path library) {
        try {
            NativeLibrary functions = NativeLibrary.getInstance(library.toString(), OWN_NAMES);
            functions.getFunction("openblas_set_num_threads").invokeVoid(new Object[] {1});
            Matcher version = VERSION.matcher(text(functions, "openblas_get_config"));
            return Optional.of(
                    new LibraryFacts(version.find() ? version.group(1) : "", text(functions, "openblas_get_corename")));
        } catch (LinkageError unknown) {
            return Optional.empty();
        }
    }

    private static String text(NativeLibrary functions, String name) {
        return functions.getFunction(name).invokeString(new Object[0], false);
    }
}
