package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Step;
import savanna.dsl.program.Program;

/** A derivation as lines of text, as a document, and as Markdown. */
final class DerivationText {

    private DerivationText() {}

    static String size(Program program) {
        int states = program.states().size();
        return program.statements().size()
                + (program.statements().size() == 1 ? " statement, " : " statements, ")
                + states
                + (states == 1 ? " state" : " states");
    }

    /** Each step: rule, what proves it, and the lines that it changed. */
    static List<String> lines(Derivation derivation) {
        List<String> lines = new ArrayList<>();
        lines.add("Start: " + size(derivation.start()));
        derivation.start().toString().lines().forEach(lines::add);
        int number = 0;
        for (Step step : derivation.steps()) {
            lines.add("");
            lines.add("Step " + ++number + ": " + step.rule());
            wrapped("proof (" + ground(step) + "): " + step.proof().text(), 78).forEach(line -> lines.add("  " + line));
            changed(step).forEach(line -> lines.add("  " + line));
        }
        lines.add("");
        lines.add("Result: " + size(derivation.result()) + "; stopped since "
                + derivation.stopped().text());
        derivation.result().toString().lines().forEach(lines::add);
        return lines;
    }

    private static String ground(Step step) {
        return step.proof().ground().name().toLowerCase(Locale.ROOT);
    }

    /** Lines of at most that width, those after the first indented by two; a word that is longer is broken. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.replaceAll("(\\S{" + (Math.min(width, text.length() + 3) - 2) + "})(?=\\S)", "$1 ")
                .split(" ")) {
            if (!line.toString().isBlank() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder("  ");
            }
            line.append(line.toString().isBlank() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Lines gone with a minus, lines new with a plus, the others with a space. */
    static List<String> changed(Step step) {
        List<String> before = step.before().toString().lines().toList();
        List<String> after = step.after().toString().lines().toList();
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i++));
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + before.get(i++));
            } else {
                lines.add("+ " + after.get(j++));
            }
        }
        return lines;
    }

    static Object document(Derivation derivation) {
        List<Object> steps = new ArrayList<>();
        for (Step step : derivation.steps()) {
            steps.add(Json.object(
                    "rule",
                    step.rule(),
                    "ground",
                    ground(step),
                    "proof",
                    step.proof().text(),
                    "before",
                    step.before().toString(),
                    "after",
                    step.after().toString()));
        }
        return Json.object(
                "start",
                derivation.start().toString(),
                "steps",
                steps,
                "result",
                derivation.result().toString(),
                "stopped",
                derivation.stopped().text());
    }

    static String markdown(String title, Derivation derivation, List<String> notes) {
        StringBuilder text = new StringBuilder("# ").append(title).append("\n\n");
        notes.forEach(note -> text.append(note).append("\n\n"));
        text.append("## Start: ")
                .append(size(derivation.start()))
                .append("\n\n```python\n")
                .append(derivation.start())
                .append("```\n");
        int number = 0;
        for (Step step : derivation.steps()) {
            text.append("\n## ")
                    .append(++number)
                    .append(". `")
                    .append(step.rule())
                    .append("`\n\nProof (")
                    .append(ground(step))
                    .append("): ")
                    .append(step.proof().text())
                    .append(".\n\n```diff\n");
            changed(step).forEach(line -> text.append(line).append('\n'));
            text.append("```\n");
        }
        return text.append("\n## Result: ")
                .append(size(derivation.result()))
                .append("\n\n```python\n")
                .append(derivation.result())
                .append("```\n")
                .toString();
    }
}
