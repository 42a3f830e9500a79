package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Statement;

/**
 * The statements of a program as lines of Python. Where a program needs no number of the whole model, a variable is one array; else it is
 * the list of its arrays, and statements are comprehensions over them.
 */
final class PythonBody {

    private static final Set<String> RESERVED = Set.of("weight_decay", "torch", "jnp", "jax", "math", "optax", "lambda", "in", "is", "if", "or", "and", "not", "for", "as", "from", "import",
            "with", "def", "return", "class", "pass", "del", "global", "try", "while", "else", "None", "True", "False", "zip", "sum", "abs", "list");

    private final Frame frame;
    private final Function<Spelling, String> spelling;
    private final String library;

    PythonBody(Frame frame, Function<Spelling, String> spelling, String library) {
        this.frame = frame;
        this.spelling = spelling;
        this.library = library;
    }

    /** Whether variables are lists of arrays. */
    boolean isOverLists() {
        return frame.reduction(Kind.SCALAR).isPresent();
    }

    static String name(String variable) {
        boolean taken = RESERVED.contains(variable) || Functions.find(variable).filter(function -> function.scope().isPresent()).isPresent();
        return taken ? variable + "_" : variable;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < frame.program().statements().size(); i++) {
            Statement statement = frame.program().statements().get(i);
            String target = name(statement.target());
            if (i == frame.rateStatement()) {
                if (!target.equals("lr")) {
                    lines.add(target + " = lr");
                }
            } else {
                lines.add(target + " = " + (isOverLists() ? overLists(statement, i) : call(statement, i)));
            }
        }
        return lines;
    }

    private String overLists(Statement statement, int index) {
        if (statement.function().scope().equals(Optional.of(Kind.SCALAR))) {
            String text = spelling.apply(statement.function().spelling());
            for (int k = 0; k < statement.arguments().size(); k++) {
                text = text.replace("{" + k + "}", list(statement.arguments().get(k), index));
            }
            return text;
        }
        List<String> lists = statement.arguments().stream().filter(operand -> frame.kind(operand, index) != Kind.SCALAR).map(operand -> name(operand.toString())).distinct().toList();
        if (lists.isEmpty()) {
            return statement.function().scope().isPresent() ? "[" + call(statement, index) + " for w in w]" : call(statement, index);
        }
        String names = String.join(", ", lists);
        return "[" + call(statement, index) + " for " + names + " in " + (lists.size() == 1 ? names : "zip(" + names + ")") + "]";
    }

    private String list(Operand operand, int index) {
        return frame.kind(operand, index) == Kind.SCALAR ? "[" + operand(operand, false) + " + " + library + ".zeros_like(w) for w in w]" : name(operand.toString());
    }

    private String call(Statement statement, int index) {
        String text = spelling.apply(statement.function().spelling());
        // Python's operators take plain numbers, the functions of torch do not.
        boolean infix = !text.contains(library + ".");
        for (int k = 0; k < statement.arguments().size(); k++) {
            Operand operand = statement.arguments().get(k);
            boolean isDecay = index == frame.decayStatement() && operand instanceof Operand.Constant;
            String argument = isDecay ? Frame.DECAY : operand(operand, !infix && frame.kind(operand, index) == Kind.SCALAR && library.equals("torch"));
            if (!statement.function().isElementwise() && frame.kind(operand, index) == Kind.SCALAR) {
                argument = library + ".full_like(w, " + argument + ")";
            }
            text = text.replace("{" + k + "}", argument);
        }
        return text;
    }

    private String operand(Operand operand, boolean asArray) {
        String text = operand instanceof Operand.Constant constant ? Names.number(constant.value()) : name(operand.toString());
        if (asArray) {
            return "torch.as_tensor(" + text + ")";
        }
        return text.startsWith("-") ? "(" + text + ")" : text;
    }

    /** The results, each a number per parameter. */
    List<String> results() {
        List<String> results = new ArrayList<>();
        for (String result : frame.program().results()) {
            Kind kind = frame.kind(Operand.variable(result), frame.program().statements().size());
            String text = name(result);
            if (kind != Kind.TENSOR) {
                boolean scalar = kind == Kind.SCALAR;
                text = isOverLists() ? "[" + (scalar ? text : "x") + " + " + library + ".zeros_like(w) for " + (scalar ? "w in w" : "x, w in zip(" + text + ", w)") + "]" : text + " + " + library + ".zeros_like(w)";
            }
            results.add(text);
        }
        return results;
    }

    /** Functions of the whole model that the lines call. */
    List<String> helpers() {
        Map<String, String> all = new LinkedHashMap<>();
        Functions.all().stream().filter(function -> !function.spelling().definition().isEmpty())
                .forEach(function -> all.put(function.name(), function.spelling().definition().replace("{np}", library)));
        Set<String> used = new HashSet<>();
        List<String> open = new ArrayList<>(frame.program().statements().stream().map(statement -> statement.function().name()).toList());
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (all.containsKey(name) && used.add(name)) {
                all.keySet().stream().filter(other -> all.get(name).matches("(?s).*\\b" + other + "\\(.*")).forEach(open::add);
            }
        }
        return all.keySet().stream().filter(used::contains).map(all::get).toList();
    }
}
