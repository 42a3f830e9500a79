package savanna.tasks.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {

    @ParameterizedTest
    @CsvSource({"128,64,785", "785,128,64", "33,128,512", "129,32,512", "384,512,129", "300,300,300", "20,700,5000"})
    void shouldCutProductsIntoPartsThatTheKernelForSmallOnesTakes(int m, int n, int k) {
        for (int variant = 0; variant < 4; variant++) {
            boolean a = (variant & 1) > 0;
            boolean b = (variant & 2) > 0;
            int rows = Tiling.SMALL.rows(a, b, m, n, k);
            int columns = Tiling.SMALL.columns(a, b, m, n, k);
            int depth = Tiling.SMALL.depth(a, b, m, n, k);
            assertThat((long) rows * columns * depth).isBetween(1L, 1_000_000L);
            assertThat(rows).isBetween(1, m);
            assertThat(columns).isBetween(1, n);
            assertThat(depth).isBetween(1, k);
        }
    }

    @Test
    void shouldLeaveSmallAndVeryLargeProductsWhole() {
        for (int size : new int[] {1, 16, 100, 1000}) {
            assertThat(Tiling.SMALL.rows(false, true, size, size, size)).isEqualTo(size);
            assertThat(Tiling.SMALL.columns(false, true, size, size, size)).isEqualTo(size);
            assertThat(Tiling.SMALL.depth(false, true, size, size, size)).isEqualTo(size);
        }
    }

    @Test
    void shouldCutLongSumsOnlyWhereTheKernelPacks() {
        assertThat(Tiling.of("Zen")).isEqualTo(Tiling.PACKED);
        assertThat(Tiling.of("")).isEqualTo(Tiling.PACKED);
        assertThat(Tiling.of("Cooperlake")).isEqualTo(Tiling.SMALL);
        assertThat(Tiling.of("SkylakeX")).isEqualTo(Tiling.SMALL);
        assertThat(Tiling.PACKED.depth(false, false, 10, 10, 785)).isEqualTo(197);
        assertThat(Tiling.PACKED.columns(false, false, 10, 1000, 785)).isEqualTo(1000);
        assertThat(Tiling.PACKED.rows(false, false, 1000, 10, 785)).isEqualTo(1000);
    }
}
