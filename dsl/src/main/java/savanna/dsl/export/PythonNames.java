package savanna.dsl.export;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import savanna.dsl.function.Functions;

/** Names that Python and the code around the step leave free. */
final class PythonNames {

    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");
    /** What the generated code calls, and its own variables beside which a state may stand. */
    private static final Set<String> USED = Set.of(
            "weight_decay",
            "torch",
            "math",
            "jax",
            "jnp",
            "np",
            "optax",
            "Optimizer",
            "NamedTuple",
            "ValueError",
            "RuntimeError",
            "abs",
            "callable",
            "dict",
            "enumerate",
            "list",
            "max",
            "min",
            "sum",
            "super",
            "zip",
            "self",
            "closure",
            "shape",
            "shapes",
            "xs",
            "loss",
            "group",
            "params",
            "p",
            "i",
            "state",
            "updates",
            "results",
            "count",
            "float",
            "isinstance",
            "any",
            "all",
            "int",
            "len",
            "range",
            "tuple",
            "set",
            "getattr",
            "hasattr",
            "type",
            "TypeError",
            "Exception",
            "maximize",
            "foreach",
            "keep_dtype",
            "capturable",
            "differentiable",
            "mask",
            "leaf",
            "leaves",
            "tree",
            "x",
            "y",
            "learning_rate");

    /** Functions that the generated code defines. */
    private static final Set<String> DEFINED = Functions.all().stream()
            .flatMap(function -> Pattern.compile("(?m)^def (\\w+)")
                    .matcher(function.spelling().definitions().torch())
                    .results())
            .map(found -> found.group(1))
            .collect(Collectors.toUnmodifiableSet());

    private PythonNames() {}

    /** The name with {@code _} after it if it means something in Python or in the generated code. */
    static String unreserved(String name) {
        return isReserved(name) ? name + "_" : name;
    }

    /** A named tuple has no field that begins with {@code _}. */
    static boolean isFree(String name) {
        return !isReserved(name) && !name.startsWith("_");
    }

    private static boolean isReserved(String name) {
        return KEYWORDS.contains(name) || USED.contains(name) || DEFINED.contains(name);
    }

    /** A name like the given one that is free and not among the taken ones. */
    static String unique(String name, Set<String> taken) {
        String stripped = name.replaceFirst("^_+", "");
        String candidate = stripped.isEmpty() || Character.isDigit(stripped.charAt(0)) ? "x" + stripped : stripped;
        while (!isFree(candidate) || taken.contains(candidate)) {
            candidate += "_";
        }
        return candidate;
    }
}
