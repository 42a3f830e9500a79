package savanna.tasks.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GemmTest {
    private static final int OFFSET = 3;
    private static final int PADDING = 2;

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "16,32,65",
        "65,32,16",
        "7,5,3",
        "33,10,64",
        "64,65,128",
        "9,6,450",
        "128,64,785",
        "33,130,512",
        "100,513,33",
        "70,70,1100"
    })
    void shouldAgreeWithADotProductInDoubleForEveryTranspositionAndBeta(int m, int n, int k) {
        for (int variant = 0; variant < 8; variant++) {
            check(new JavaGemm(), m, n, k, (variant & 1) > 0, (variant & 2) > 0, (variant & 4) > 0 ? 1 : 0);
            Gemm nativeGemm = OpenBlas.gemm().orElse(null);
            if (nativeGemm != null) {
                check(nativeGemm, m, n, k, (variant & 1) > 0, (variant & 2) > 0, (variant & 4) > 0 ? 1 : 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "openblas"})
    void shouldOverwriteWhateverTheResultHeldWhenBetaIsZero(String name) {
        assumeTrue(name.equals("java") || OpenBlas.gemm().isPresent(), "no native gemm on this machine");
        Gemm gemm = name.equals("java") ? new JavaGemm() : OpenBlas.gemm().orElseThrow();
        float[] c = {Float.NaN, Float.NaN};
        gemm.multiply(false, false, 1, 2, 1, new float[] {2}, 0, 1, new float[] {3, 4}, 0, 2, 0f, c, 0, 2);
        assertThat(c).containsExactly(6, 8);
    }

    @Test
    void shouldComeToTheSameBitsOnTheCopyOfEveryThread() throws Exception {
        assumeTrue(OpenBlas.gemm().isPresent(), "no native gemm on this machine");
        List<Integer> results = new ArrayList<>();
        Set<Class<?>> copies = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                Gemm gemm = OpenBlas.gemm().orElseThrow();
                float[] c = new float[64 * 33];
                gemm.multiply(
                        false,
                        true,
                        64,
                        33,
                        450,
                        random(64 * 450, 1),
                        0,
                        450,
                        random(33 * 450, 2),
                        0,
                        450,
                        0f,
                        c,
                        0,
                        33);
                results.add(Arrays.hashCode(c));
                copies.add(gemm.getClass());
            });
            thread.start();
            thread.join();
        }
        assertThat(results).hasSize(4).containsOnly(results.get(0));
        boolean hasCopies =
                System.getProperty("os.name").equals("Linux") && "1".equals(System.getenv("OMP_NUM_THREADS"));
        assertThat(copies).hasSize(hasCopies ? Math.min(4, Runtime.getRuntime().availableProcessors()) : 1);
    }

    private static void check(Gemm gemm, int m, int n, int k, boolean transposeA, boolean transposeB, float beta) {
        int aStride = (transposeA ? m : k) + PADDING;
        int bStride = (transposeB ? k : n) + PADDING;
        int cStride = n + PADDING;
        float[] a = random(OFFSET + (transposeA ? k : m) * aStride, 1);
        float[] b = random(OFFSET + (transposeB ? n : k) * bStride, 2);
        float[] c = random(OFFSET + m * cStride, 3);
        float[] was = c.clone();
        gemm.multiply(
                transposeA, transposeB, m, n, k, a, OFFSET, aStride, b, OFFSET, bStride, beta, c, OFFSET, cStride);
        for (int at = 0; at < c.length; at++) {
            int i = (at - OFFSET) / cStride;
            int j = (at - OFFSET) % cStride;
            if (at < OFFSET || j >= n) {
                assertThat(c[at]).as("outside of the result").isEqualTo(was[at]);
                continue;
            }
            double sum = beta * was[at];
            for (int p = 0; p < k; p++) {
                sum += (double) a[OFFSET + (transposeA ? p * aStride + i : i * aStride + p)]
                        * b[OFFSET + (transposeB ? j * bStride + p : p * bStride + j)];
            }
            assertThat((double) c[at])
                    .as("%s (%d, %d)", gemm.getClass().getSimpleName(), i, j)
                    .isCloseTo(sum, within(1e-5 * Math.max(1, k / 8.0)));
        }
    }

    private static float[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return values;
    }
}
