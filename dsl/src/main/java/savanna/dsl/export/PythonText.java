package savanna.dsl.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import savanna.dsl.function.Kind;

/** Pieces of Python that both targets write. */
final class PythonText {

    private PythonText() {}

    /** A module with places to fill. */
    static String resource(String name) {
        try (InputStream in = PythonText.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that many columns to the right. */
    static String indented(String text, int columns) {
        return text.lines()
                .map(line -> line.isEmpty() ? line : " ".repeat(columns) + line)
                .collect(Collectors.joining("\n"));
    }

    /** The shape of a value of that kind beside a matrix of m x n. */
    static String extents(Kind kind) {
        return kind.isOne() ? "()" : "(" + kind.rows() + ", " + kind.columns() + ")";
    }

    /** A number without parentheses. */
    static String plain(double value) {
        String text = PythonBody.number(value);
        return text.startsWith("(") ? text.substring(1, text.length() - 1) : text;
    }

    static String function(
            String name, String document, List<String> parameters, List<String> lines, List<String> results) {
        StringBuilder text = new StringBuilder("def " + name + "(" + String.join(", ", parameters) + "):\n");
        text.append("    \"\"\"").append(document).append("\"\"\"\n");
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append("    return ")
                .append(String.join(", ", results))
                .append(results.size() == 1 ? ",\n" : "\n")
                .toString();
    }

    /** What the learning rate is. */
    static String rate(Step step) {
        return switch (step.meaning()) {
            case LEARNING_RATE -> "learning rate";
            case CONSTANT_RATE -> "learning rate; the program itself has no schedule";
            case SCHEDULE -> "value of the program's schedule, 1 at its top; the step is not proportional to it";
        };
    }

    /** What the weight decay does. */
    static String decay(Step step) {
        return switch (step.decay()) {
            case NONE -> "decay of the weights, added to the step times lr; the program has none";
            case RATED -> "decay of the weights, added to the step times lr";
            case PLAIN -> "decay of the weights, added to the step, not times lr";
            case GRADIENT -> "share of the weights that is added to the gradient (L2 regularization)";
        };
    }
}
