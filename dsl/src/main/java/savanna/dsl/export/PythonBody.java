package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Statement;

/**
 * The statements of a program as lines of Python. Where a program needs no number of the whole model, a variable is one
 * array; else it is the list of its arrays, and statements are comprehensions over them.
 */
final class PythonBody {

    private final Frame frame;
    private final Function<Spelling, String> spelling;
    private final String library;

    PythonBody(Frame frame, Function<Spelling, String> spelling, String library) {
        this.frame = frame.with(PythonNames.of(frame.program()));
        this.spelling = spelling;
        this.library = library;
    }

    /** Whether variables are lists of arrays. */
    boolean isOverLists() {
        return frame.ofModel().isPresent();
    }

    /** Names of the states. */
    List<String> states() {
        return frame.program().states();
    }

    /** What the step takes. */
    String parameters() {
        return String.join(", ", frame.program().inputs()) + (frame.decay().isPresent() ? ", " + Frame.DECAY : "");
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < frame.program().statements().size(); i++) {
            Statement statement = frame.program().statements().get(i);
            String target = statement.target();
            if (i == frame.rateStatement()) {
                if (!target.equals(PythonNames.SCHEDULE)) {
                    lines.add(target + " = " + PythonNames.SCHEDULE);
                }
            } else {
                lines.add(target + " = " + (isOverLists() ? overLists(statement, i) : call(statement, i)));
            }
        }
        return lines;
    }

    private String overLists(Statement statement, int index) {
        if (statement.function().isOfModel()) {
            String text = spelling.apply(statement.function().spelling());
            for (int k = 0; k < statement.arguments().size(); k++) {
                text = text.replace("{" + k + "}", list(statement.arguments().get(k), index));
            }
            return text;
        }
        Stream<String> variables = statement.arguments().stream()
                .filter(operand -> !frame.kind(operand, index).isNumber())
                .map(Operand::toString);
        boolean fills = !statement.function().isElementwise()
                && statement.arguments().stream()
                        .anyMatch(operand -> frame.kind(operand, index).isNumber());
        List<String> lists = Stream.concat(variables, fills ? Stream.of(PythonNames.WEIGHTS) : Stream.empty())
                .distinct()
                .toList();
        if (lists.isEmpty()) {
            return call(statement, index);
        }
        String names = String.join(", ", lists);
        return "[" + call(statement, index) + " for " + names + " in "
                + (lists.size() == 1 ? names : "zip(" + names + ")") + "]";
    }

    private String list(Operand operand, int index) {
        return frame.kind(operand, index).isNumber()
                ? "[" + operand(operand, false) + " + " + library + ".zeros_like(w) for w in w]"
                : operand.toString();
    }

    private String call(Statement statement, int index) {
        String text = spelling.apply(statement.function().spelling());
        // Python's operators take plain numbers, the functions of torch do not.
        boolean infix = !text.contains(library + ".");
        for (int k = 0; k < statement.arguments().size(); k++) {
            Operand operand = statement.arguments().get(k);
            boolean isDecay = index == frame.decayStatement() && operand instanceof Operand.Constant;
            String argument = isDecay
                    ? Frame.DECAY
                    : operand(operand, !infix && frame.kind(operand, index).isNumber() && library.equals("torch"));
            if (!statement.function().isElementwise()
                    && frame.kind(operand, index).isNumber()) {
                argument = library + ".full_like(w, " + argument + ")";
            }
            text = text.replace("{" + k + "}", argument);
        }
        return text;
    }

    private String operand(Operand operand, boolean asArray) {
        String text =
                operand instanceof Operand.Constant constant ? Names.number(constant.value()) : operand.toString();
        if (asArray) {
            return "torch.as_tensor(" + text + ")";
        }
        return text.startsWith("-") ? "(" + text + ")" : text;
    }

    /** The results, each a number per parameter. */
    List<String> results() {
        return frame.program().results().stream().map(this::result).toList();
    }

    private String result(String result) {
        Kind kind = frame.kind(
                Operand.variable(result), frame.program().statements().size());
        if (kind.isPerParameter()) {
            return !changesLater(result)
                    ? result
                    : isOverLists() ? "[x.clone() for x in " + result + "]" : result + ".clone()";
        }
        String filled = " + " + library + ".zeros_like(w)";
        if (!isOverLists()) {
            return result + filled;
        }
        return kind.isNumber()
                ? "[" + result + filled + " for w in w]"
                : "[x" + filled + " for x, w in zip(" + result + ", w)]";
    }

    /**
     * Whether a result is an array that PyTorch writes to after the step: a state must not be the parameter or its
     * gradient itself.
     */
    private boolean changesLater(String result) {
        return library.equals("torch")
                && frame.program().inputs().subList(0, 2).contains(result)
                && frame.program().statements().stream()
                        .noneMatch(statement -> statement.target().equals(result));
    }

    /** Functions of the whole model that the lines call. */
    List<String> helpers() {
        Map<String, String> all = new LinkedHashMap<>();
        Functions.all().stream()
                .filter(function -> !function.spelling().definition().isEmpty())
                .forEach(function -> all.put(
                        function.name(), function.spelling().definition().replace("{np}", library)));
        Set<String> used = new HashSet<>();
        List<String> open = new ArrayList<>(frame.program().statements().stream()
                .map(statement -> statement.function().name())
                .toList());
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (all.containsKey(name) && used.add(name)) {
                all.keySet().stream()
                        .filter(other -> all.get(name).matches("(?s).*\\b" + other + "\\(.*"))
                        .forEach(open::add);
            }
        }
        return all.keySet().stream().filter(used::contains).map(all::get).toList();
    }
}
