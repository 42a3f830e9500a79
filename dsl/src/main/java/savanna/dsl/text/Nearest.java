package savanna.dsl.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that a misspelled one was meant to be. */
public final class Nearest {

    private Nearest() {}

    /** The name with the fewest edits from the text, if at most a third of its letters (at least two) differ. */
    public static Optional<String> to(String text, Collection<String> names) {
        int limit = Math.max(2, text.length() / 3);
        return names.stream()
                .filter(name -> Math.abs(name.length() - text.length()) <= limit)
                .map(name -> new Candidate(name, distance(text, name)))
                .filter(candidate -> candidate.edits() <= limit && candidate.edits() < Math.max(text.length(), 2))
                .min(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** {@code ; did you mean "name"?}, or nothing where no name is near. */
    public static String suggestion(String text, Collection<String> names) {
        return to(text, names).map(name -> "; did you mean \"" + name + "\"?").orElse("");
    }

    private record Candidate(String name, int edits) {}

    /** Damerau-Levenshtein distance (optimal string alignment), ignoring case. */
    static int distance(String left, String right) {
        String a = left.toLowerCase();
        String b = right.toLowerCase();
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int substitution = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(substitution, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
