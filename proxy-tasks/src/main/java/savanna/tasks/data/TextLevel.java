package savanna.tasks.data;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a token of text is. */
public enum TextLevel {
    /** A character. */
    CHARACTER {
        @Override
        List<String> tokens(String text) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
    },
    /** A word, a punctuation mark, or a line end. */
    WORD {
        @Override
        List<String> tokens(String text) {
            return WORDS.matcher(text).results().map(MatchResult::group).toList();
        }
    };

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}'-]+|\\n|[^\\s\\p{L}\\p{N}]");

    abstract List<String> tokens(String text);

    /** Pieces of about so many tokens. */
    static List<List<String>> pieces(List<String> tokens, int length) {
        int count = Math.max(1, tokens.size() / length);
        int[] bounds = new int[count + 1];
        Arrays.setAll(bounds, i -> (int) ((long) i * tokens.size() / count));
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> tokens.subList(bounds[i], bounds[i + 1]))
                .toList();
    }
}
