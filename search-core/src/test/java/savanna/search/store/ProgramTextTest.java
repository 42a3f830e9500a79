package savanna.search.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import savanna.dsl.library.ProgramLibrary;

class ProgramTextTest {

    @ParameterizedTest
    @MethodSource("savanna.dsl.library.ProgramLibrary#names")
    void shouldReadBackWhatItPacksInLessThanHalf(String name) {
        String text = ProgramLibrary.find(name).orElseThrow().toString();
        ProgramText texts = new ProgramText();
        texts.packed("something before");
        byte[] packed = texts.packed(text);
        assertThat(ProgramText.of(packed)).isEqualTo(text);
        assertThat(packed).hasSizeLessThan(text.length() / 2);
    }

    @Test
    void shouldRefuseWhatItDidNotPack() throws Exception {
        assertThatThrownBy(() -> ProgramText.of("def train".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no packed program");
        assertThatThrownBy(() -> ProgramText.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        byte[] whole = new ProgramText().packed("def train(w, g, lr):\n  return g\n");
        assertThatThrownBy(() -> ProgramText.of(java.util.Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Eight megabytes of zeros pack to some kilobytes. */
    @Test
    void shouldNotUnpackWithoutEnd() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (DeflaterOutputStream packing =
                new DeflaterOutputStream(bomb, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            for (int i = 0; i < 8; i++) {
                packing.write(new byte[1 << 20]);
            }
        }
        assertThatThrownBy(() -> ProgramText.of(bomb.toByteArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no packed program");
    }

    @Test
    void shouldPackALongProgramWhole() {
        String text = "  v = interp(g, v, 0.12345)\n".repeat(20_000) + Math.PI;
        assertThat(ProgramText.of(new ProgramText().packed(text))).isEqualTo(text);
    }
}
