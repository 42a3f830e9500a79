package savanna.tasks.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import savanna.tasks.yaml.YamlMap;

/**
 * Makes a dataset of text: pieces (lines, or stretches of a file) are dealt to the splits, then joined to one stream of
 * tokens a split.
 *
 * @param context tokens in a window
 * @param vocabulary most different tokens; the rarest beyond share one token
 */
record Corpus(int context, int vocabulary) {

    /** Reads the keys {@code context} and {@code vocabulary}. */
    static Corpus read(YamlMap map) {
        return new Corpus(map.integer("context", 16, 1, 1 << 14), map.integer("vocabulary", 256, 2, 1 << 20));
    }

    Dataset split(String name, List<List<String>> pieces, Splits splits) {
        Map<String, Integer> ids = ids(pieces);
        Shape.Tokens shape = new Shape.Tokens(context, Math.max(2, Math.min(vocabulary, ids.size())));
        int[][] parts = splits.indices(name, pieces.size());
        TokenStream[] streams = new TokenStream[parts.length];
        for (int part = 0; part < parts.length; part++) {
            int[] tokens = Arrays.stream(parts[part])
                    .mapToObj(pieces::get)
                    .flatMap(List::stream)
                    .mapToInt(token -> Math.min(ids.get(token), shape.vocabulary() - 1))
                    .toArray();
            if (tokens.length <= context) {
                throw new DataException(
                        name + ": a split of " + tokens.length + " tokens is not longer than the context of " + context
                                + "; expected more text or a shorter context");
            }
            streams[part] = new TokenStream(shape, tokens);
        }
        return new Dataset(name, shape, streams[0], streams[1], streams[2]);
    }

    /** Numbers by falling frequency, then by the text, so that the rarest are the ones to be merged. */
    private static Map<String, Integer> ids(List<List<String>> pieces) {
        Map<String, Integer> counts = new HashMap<>();
        pieces.forEach(piece -> piece.forEach(token -> counts.merge(token, 1, Integer::sum)));
        List<String> order = new ArrayList<>(counts.keySet());
        order.sort(Comparator.comparing((String token) -> -counts.get(token)).thenComparing(Comparator.naturalOrder()));
        Map<String, Integer> ids = new HashMap<>();
        order.forEach(token -> ids.put(token, ids.size()));
        return ids;
    }
}
