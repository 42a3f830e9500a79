package savanna.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import savanna.tasks.yaml.YamlReader;

class ZipfTest {
    private static int[] tokens(String keys) {
        Examples train = new ZipfKind()
                .read(YamlReader.parse("t.yaml", "kind: zipf\n" + keys), Path.of(""))
                .train();
        Batch batch = new Batch(new Shape.Tokens(16, 256), train.size() / 16);
        int[] windows = train.sample(Integer.MAX_VALUE);
        train.fill(batch, windows, 0, Math.min(batch.capacity(), windows.length));
        return Arrays.copyOf(batch.tokens(), batch.size() * 16);
    }

    @Test
    void shouldHaveAHeavyTail() {
        int[] counts = new int[256];
        for (int token : tokens("")) {
            counts[token]++;
        }
        int all = Arrays.stream(counts).sum();
        int[] sorted = Arrays.stream(counts).sorted().toArray();
        // Under 1 / k the ten most frequent of 256 have .48 of the tokens, the rarer half .11.
        assertThat(IntStream.range(246, 256).map(i -> sorted[i]).sum() / (double) all)
                .isBetween(0.35, 0.65);
        assertThat(IntStream.range(0, 128).map(i -> sorted[i]).sum() / (double) all)
                .isBetween(0.03, 0.2);
    }

    @Test
    void shouldBeTheSameLanguageForTheSameSeedAlone() {
        assertThat(tokens("seed: 1")).isEqualTo(tokens("seed: 1")).isNotEqualTo(tokens("seed: 2"));
    }
}
