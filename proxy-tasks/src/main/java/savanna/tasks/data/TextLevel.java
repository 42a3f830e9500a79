package savanna.tasks.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a token of text is. */
public enum TextLevel {
    /** A character. */
    CHARACTER {
        @Override
        List<String> tokens(String text) {
            return shared(text.codePoints().mapToObj(Character::toString));
        }
    },
    /** A word, a punctuation mark, or a line end. */
    WORD {
        @Override
        List<String> tokens(String text) {
            return shared(WORDS.matcher(text).results().map(MatchResult::group));
        }
    };

    private static final Pattern WORDS = Pattern.compile("[\\p{L}\\p{N}'-]+|\\n|[^\\s\\p{L}\\p{N}]");

    abstract List<String> tokens(String text);

    /** One text for equal tokens: a large file has few different ones. */
    private static List<String> shared(Stream<String> tokens) {
        Map<String, String> first = new HashMap<>();
        return tokens.map(token -> first.computeIfAbsent(token, same -> same)).toList();
    }

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
