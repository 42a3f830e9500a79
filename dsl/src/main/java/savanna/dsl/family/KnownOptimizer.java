package savanna.dsl.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import savanna.dsl.program.Program;

/**
 * A known optimizer whose constants are free: a program with names in their places. Its learning rate, schedule and
 * decay are left out, since they drop out of the comparison.
 *
 * @param name such as {@code lion}
 * @param like in a word, for what is like it, such as {@code lion}
 * @param title as people write it, such as {@code Lion}
 * @param family what it has in common with others
 * @param words what its update is, to be followed by "as in Lion"
 * @param rates names of the free constants: rates in [0, 1) with which states keep their past
 * @param isLast whether its turn comes only where no other is the same: it costs much, or has nothing to fit
 * @param text the program, with these names
 */
public record KnownOptimizer(
        String name,
        String like,
        String title,
        Family family,
        String words,
        List<String> rates,
        boolean isLast,
        String text) {

    public KnownOptimizer {
        rates = List.copyOf(rates);
    }

    /** How much was fitted: free rates; a program that is taken as it ships comes after all others. */
    int freedom() {
        return family == Family.SHIPPED ? Integer.MAX_VALUE : rates.size();
    }

    /** Whether its update looks at norms or shapes of whole arrays. */
    boolean looksAtArrays() {
        return program(Collections.nCopies(rates.size(), 0.5)).looksAtArrays();
    }

    /** The program with so chosen rates. */
    public Program program(List<Double> values) {
        String program = text;
        for (int i = 0; i < rates.size(); i++) {
            program = program.replaceAll("\\b" + rates.get(i) + "\\b", Double.toString(values.get(i)));
        }
        return Program.parse(program);
    }

    /** A row of the table: states and statements, the last of which assigns {@code u}. */
    static Row row(String name, String title) {
        return new Row(name, title);
    }

    /** Builds a row. */
    static final class Row {
        private final String name;
        private final String title;
        private final List<String> rates = new ArrayList<>();
        private String like;
        private Family family = Family.OTHER;
        private String words = "";
        private boolean isLast;

        private Row(String name, String title) {
            this.name = name;
            like = name;
            this.title = title;
        }

        Row family(Family value, String what) {
            family = value;
            words = what;
            return this;
        }

        Row like(String word) {
            like = word;
            return this;
        }

        /** Its turn comes only where no other is the same. */
        Row last() {
            isLast = true;
            return this;
        }

        Row rate(String rate) {
            rates.add(rate);
            return this;
        }

        KnownOptimizer step(String states, String statements) {
            String separator = states.isEmpty() ? "" : ", ";
            return new KnownOptimizer(
                    name,
                    like,
                    title,
                    family,
                    words,
                    rates,
                    isLast,
                    "def train(w, g, " + states + separator + "lr):\n  " + statements.replace("; ", "\n  ")
                            + "\n  return u" + separator + states + "\n");
        }
    }
}
