package savanna.tasks.gemm;

import java.util.Optional;

/**
 * What multiplies matrices on this machine, as it was chosen at the first use.
 *
 * @param name {@code openblas} or {@code java}
 * @param version of the library; empty where that is not known
 * @param kernel that the library took for this processor, such as {@code Cooperlake}; empty where that is not known
 * @param fallback why there is no OpenBLAS although nothing else was asked for
 */
public record GemmKind(String name, String version, String kernel, Optional<String> fallback) {

    /** The kind that {@link Gemm#create} gives. Loads the library. */
    public static GemmKind chosen() {
        if (isJavaAskedFor()) {
            return new GemmKind(JavaGemm.NAME, "", "", Optional.empty());
        }
        return OpenBlas.gemm().isPresent()
                ? OpenBlas.kind()
                : new GemmKind(JavaGemm.NAME, "", "", Optional.of(OpenBlas.missing()));
    }

    static boolean isJavaAskedFor() {
        String asked = System.getProperty("savanna.gemm", OpenBlasGemm.NAME);
        if (!asked.equals(JavaGemm.NAME) && !asked.equals(OpenBlasGemm.NAME)) {
            throw new IllegalArgumentException(
                    "system property savanna.gemm is \"" + asked + "\"; expected openblas or java");
        }
        return asked.equals(JavaGemm.NAME);
    }

    /** In one line, such as {@code openblas 0.3.31 (Cooperlake)}. */
    @Override
    public String toString() {
        return name + (version.isEmpty() ? "" : " " + version) + (kernel.isEmpty() ? "" : " (" + kernel + ")");
    }
}
