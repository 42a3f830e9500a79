package savanna.dsl.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
            "with", "def", "return", "class", "pass", "del", "global", "try", "while", "else", "None", "True", "False", "zip", "sum", "abs", "list", "norm", "dot", "global_norm", "cosine_sim", "clip_by_global_norm");

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
        return RESERVED.contains(variable) ? variable + "_" : variable;
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
        String function = statement.function().name();
        if (!statement.function().isElementwise() && statement.function().arity() > 0 && !function.equals("norm")) {
            return function + "(" + statement.arguments().stream().map(operand -> list(operand, index)).collect(Collectors.joining(", ")) + ")";
        }
        List<String> lists = statement.arguments().stream().filter(operand -> frame.kind(operand, index) != Kind.SCALAR).map(operand -> name(operand.toString())).distinct().toList();
        if (lists.isEmpty()) {
            return function.equals("norm") ? "[" + call(statement, index) + " for w in w]" : call(statement, index);
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
        List<String> used = frame.program().statements().stream().map(statement -> statement.function().name()).distinct().toList();
        List<String> helpers = new ArrayList<>();
        String sum = library + ".sum";
        if (used.contains("global_norm") || used.contains("cosine_sim") || used.contains("clip_by_global_norm")) {
            helpers.add("def global_norm(x):\n    \"\"\"Euclidean norm over all arrays.\"\"\"\n    return " + library + ".sqrt(sum(" + sum + "(x * x) for x in x))\n");
        }
        if (used.contains("dot") || used.contains("cosine_sim")) {
            helpers.add("def dot(x, y):\n    \"\"\"Inner product over all arrays.\"\"\"\n    return sum(" + sum + "(x * y) for x, y in zip(x, y))\n");
        }
        if (used.contains("cosine_sim")) {
            helpers.add("def cosine_sim(x, y):\n    \"\"\"Cosine of the angle between x and y over all arrays.\"\"\"\n    return dot(x, y) / (global_norm(x) * global_norm(y) + 1e-8)\n");
        }
        if (used.contains("clip_by_global_norm")) {
            helpers.add("def clip_by_global_norm(x, a):\n    \"\"\"x if its global norm is below a, else x scaled to it.\"\"\"\n    n = global_norm(x)\n    return [" + library + ".where(n < a, x, x / n * a) for x, a in zip(x, a)]\n");
        }
        return helpers;
    }
}
