package savanna.dsl.export;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Symbols of variables, each with one meaning: letters as papers have them, with an accent where one is taken. */
final class LatexSymbols {

    /** Letters of variables that the shipped and the simplified programs name in words. */
    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("momentum", "m"),
            Map.entry("second_moment", "v"),
            Map.entry("gradient", "g"),
            Map.entry("grad", "g"),
            Map.entry("blend", "c"),
            Map.entry("direction", "d"),
            Map.entry("decayed", "d"),
            Map.entry("update", "u"),
            Map.entry("surprise", "s"),
            Map.entry("top", "\\bar{v}"),
            Map.entry("slow", "\\bar{m}"),
            Map.entry("peak", "\\bar{v}"),
            Map.entry("state", "s"),
            Map.entry("lr", "\\alpha"),
            Map.entry("learning_rate", "\\alpha"),
            Map.entry("weight_decay", "\\lambda"),
            Map.entry("t", "\\tau"),
            Map.entry("e", "\\varepsilon"));

    private static final List<String> ACCENTS = List.of("hat", "tilde", "bar", "check", "breve", "acute", "grave");

    private final Set<String> taken = new HashSet<>(Set.of("g", "\\theta", "\\eta"));

    /** A symbol that is like the name and not taken yet. */
    String unique(String name) {
        return untaken(letter(name), name);
    }

    /**
     * The symbol with a hat, for what is made of that value. @param name of the variable, should all accents be taken
     */
    String hat(String symbol, String name) {
        return untaken("\\hat{" + symbol + "}", name);
    }

    private String untaken(String symbol, String name) {
        if (taken.add(symbol)) {
            return symbol;
        }
        if (!symbol.contains("{")) {
            for (String accent : ACCENTS) {
                String accented = "\\" + accent + "{" + symbol + "}";
                if (taken.add(accented)) {
                    return accented;
                }
            }
        }
        String word = word(name);
        for (int i = 2; !taken.add(word); i++) {
            word = word(name + (Character.isDigit(name.charAt(name.length() - 1)) ? "_" : "") + i);
        }
        return word;
    }

    private static String letter(String name) {
        String stripped = name.replaceAll("_?[0-9]+$", "").replaceFirst("^_+", "");
        if (stripped.isEmpty()) {
            return "x";
        }
        if (LETTERS.containsKey(stripped)) {
            return LETTERS.get(stripped);
        }
        if (stripped.length() == 1) {
            return stripped;
        }
        if (stripped.endsWith("_hat")) {
            return "\\hat{" + letter(stripped.substring(0, stripped.length() - 4)) + "}";
        }
        return word(name);
    }

    private static String word(String name) {
        return "\\mathit{" + name.replace("_", "\\_") + "}";
    }
}
