package savanna.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import savanna.tasks.gemm.GemmKind;

class NumericsTest {

    @Test
    void shouldBeTheSameEachTimeAndOnEachThread() throws InterruptedException {
        Numerics here = Numerics.here();
        Numerics[] there = new Numerics[1];
        Thread thread = new Thread(() -> there[0] = Numerics.here());
        thread.start();
        thread.join();
        assertThat(there[0]).isEqualTo(here);
        assertThat(here.isSame(there[0].toString())).isTrue();
        assertThat(here.probe()).matches("[0-9a-f]{16}");
    }

    @Test
    void shouldTellOtherProductsAndAnotherProbeButExcuseAnotherJavaWithTheSameProbe() {
        GemmKind zen = new GemmKind("openblas", "0.3.31", "Zen", Optional.empty());
        Numerics numerics = new Numerics(zen, "17.0.15", "0123456789abcdef");
        assertThat(numerics).hasToString("openblas 0.3.31 (Zen), Java 17.0.15, probe 0123456789abcdef");
        assertThat(numerics.isSame("openblas 0.3.31 (Zen), Java 25.0.1, probe 0123456789abcdef"))
                .isTrue();
        assertThat(numerics.isSame("openblas 0.3.31 (Zen), Java 17.0.15, probe 0123456789abcdee"))
                .isFalse();
        assertThat(numerics.isSame("openblas 0.3.31 (Haswell), Java 17.0.15, probe 0123456789abcdef"))
                .isFalse();
        assertThat(numerics.isSame("java, Java 17.0.15, probe 0123456789abcdef"))
                .isFalse();
    }
}
