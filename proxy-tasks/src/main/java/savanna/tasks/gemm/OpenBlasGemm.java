package savanna.tasks.gemm;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.slf4j.LoggerFactory;

/**
 * Gemm on heap arrays through netlib's JNI, on the OpenBLAS that ND4J carries; without a copy, one thread a call.
 *
 * <p>Loading takes about half a second, so it happens at the first use and never for commands that train nothing.
 */
final class OpenBlasGemm implements Gemm {
    private static final String LIBRARY_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

    /**
     * Terms of a sum that one call adds up. Longer sums go in parts of equal length: 128 x 64 sums of 785 terms take half to two thirds of the time in four
     * parts, those of 1,024 terms a tenth less (OpenBLAS 0.3.19 on AMD Zen, whose first-level cache longer panels overflow), and no shape that was tried lost.
     */
    private static final int DEPTH = 200;

    /** Loads once; other threads wait. */
    private static final class Holder {
        static final Optional<NativeBLAS> BLAS = loadLibrary();
    }

    private final NativeBLAS blas;

    private OpenBlasGemm(NativeBLAS blas) {
        this.blas = blas;
    }

    /** Empty where the native library is missing or does not load. */
    static Optional<OpenBlasGemm> load() {
        return Holder.BLAS.map(OpenBlasGemm::new);
    }

    private static Optional<NativeBLAS> loadLibrary() {
        // A strong reference: java.util.logging forgets the level of a logger that nobody holds.
        Logger quiet = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");
        quiet.setLevel(Level.WARNING);
        try {
            Path binding = Path.of(Loader.load(openblas.class));
            // Parallelism is over programs; a pool of BLAS threads would oversubscribe the cores and change the order of sums.
            openblas.blas_set_num_threads(1);
            if (System.getProperty(LIBRARY_PROPERTY) == null) {
                System.setProperty(LIBRARY_PROPERTY, beside(binding).toString());
            }
            return Optional.of(NativeBLAS.getInstance());
        } catch (IOException | RuntimeException | LinkageError unavailable) {
            LoggerFactory.getLogger(OpenBlasGemm.class).warn("no native gemm, falling back to Java: {}", unavailable.toString());
            return Optional.empty();
        }
    }

    private static Path beside(Path binding) throws IOException {
        try (Stream<Path> files = Files.list(binding.getParent())) {
            return files.filter(file -> file.getFileName().toString().matches("(lib)?openblas(\\.0)?\\.(so|dylib|dll)(\\.0)?")).sorted().findFirst()
                    .orElseThrow(() -> new IOException("no OpenBLAS library beside " + binding));
        }
    }

    @Override
    public void multiply(boolean transposeA, boolean transposeB, int m, int n, int k,
            float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride, float beta, float[] c, int cOffset, int cStride) {
        int parts = Math.max(1, (k + DEPTH - 1) / DEPTH);
        int depth = (k + parts - 1) / parts;
        int aStep = transposeA ? aStride : 1;
        int bStep = transposeB ? 1 : bStride;
        for (int part = 0; part < parts; part++) {
            int from = part * depth;
            // Row-major c = a b is column-major c' = b' a'.
            blas.sgemm(transposeB ? "T" : "N", transposeA ? "T" : "N", n, m, Math.min(depth, k - from), 1f, b, bOffset + from * bStep, bStride,
                    a, aOffset + from * aStep, aStride, part == 0 ? beta : 1f, c, cOffset, cStride);
        }
    }

    @Override
    public String name() {
        return "openblas";
    }
}
