package savanna.tasks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextDataTest {
    @Test
    void shouldHoldTheNamesOfUnicodeThirteen() {
        List<String> names = UnicodeNames.read();
        assertThat(names)
                .hasSize(31_667)
                .contains("LATIN SMALL LETTER A", "GRINNING FACE")
                .doesNotContain("null");
    }

    @Test
    void shouldCutTextIntoWordsMarksAndLineEnds() {
        assertThat(TextLevel.WORD.tokens("Well-met, sir;\n ho"))
                .containsExactly("Well-met", ",", "sir", ";", "\n", "ho");
        assertThat(TextLevel.CHARACTER.tokens("a \n")).containsExactly("a", " ", "\n");
    }

    @Test
    void shouldMergeTheRarestTokensIntoOne() {
        List<List<String>> pieces = java.util.stream.IntStream.range(0, 30)
                .mapToObj(i -> List.of("a", "a", "b", "rare" + i))
                .toList();
        Dataset data = new Corpus(2, 3).split("test", pieces, new Splits(0.2, 0.2, 1));
        assertThat(data.shape()).isEqualTo(new Shape.Tokens(2, 3));
        int[] all = tokens(data.train());
        assertThat(Arrays.stream(all).filter(token -> token == 0).count()).isEqualTo(36);
        assertThat(Arrays.stream(all).filter(token -> token == 2).count()).isEqualTo(18);
    }

    @Test
    void shouldGiveTheNextTokensAsTargets() {
        TokenStream stream = new TokenStream(new Shape.Tokens(3, 9), new int[] {5, 6, 7, 8, 1});
        Batch batch = new Batch(new Shape.Tokens(3, 9), 1);
        stream.fill(batch, new int[] {1}, 0, 1);
        assertThat(batch.tokens()).containsExactly(6, 7, 8);
        assertThat(batch.targets()).containsExactly(7, 8, 1);
        assertThat(stream.size()).isEqualTo(2);
    }

    @Test
    void shouldMeasureOnWindowsThatDoNotOverlap() {
        TokenStream stream = new TokenStream(new Shape.Tokens(4, 9), new int[41]);
        assertThat(stream.sample(100)).containsExactly(0, 4, 8, 12, 16, 20, 24, 28, 32, 36);
        assertThat(stream.sample(5)).containsExactly(0, 8, 16, 24, 32);
    }

    @Test
    void shouldRefuseTextThatIsShorterThanAWindow() {
        assertThatThrownBy(() -> new TokenStream(new Shape.Tokens(8, 9), new int[8]))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("8 tokens of text");
    }

    private static int[] tokens(Examples examples) {
        TokenStream stream = (TokenStream) examples;
        Batch batch = new Batch(new Shape.Tokens(2, 3), 1);
        int[] tokens = new int[stream.size() + 2];
        for (int i = 0; i < stream.size(); i++) {
            stream.fill(batch, new int[] {i}, 0, 1);
            tokens[i] = batch.tokens()[0];
            tokens[i + 1] = batch.tokens()[1];
            tokens[i + 2] = batch.targets()[1];
        }
        return tokens;
    }
}
