package savanna.dsl.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.function.Functions;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Program;
import savanna.dsl.program.Statement;

/**
 * The names that the variables of a program have in Python. Weights, gradient and schedule are {@code w}, {@code g} and
 * {@code lr}, which the code around the step counts on; all others keep their names, unless these are taken or mean
 * something there.
 */
final class PythonNames {

    static final String WEIGHTS = "w";
    private static final String GRADIENT = "g";
    static final String SCHEDULE = "lr";
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
            Frame.DECAY,
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
            "loss",
            "group",
            "params",
            "p",
            "i",
            "state",
            "updates",
            "results",
            "count");

    private final Program program;
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private PythonNames(Program program) {
        this.program = program;
        put(program.weights(), WEIGHTS);
        put(program.gradient(), GRADIENT);
        put(program.schedule(), SCHEDULE);
        Set<String> others = new LinkedHashSet<>(program.states());
        program.statements().forEach(statement -> others.add(statement.target()));
        others.removeAll(names.keySet());
        // First those that can keep their names, so that none of them has to give way to a new name.
        others.stream().filter(this::isFree).toList().forEach(other -> put(other, other));
        others.stream().filter(other -> !names.containsKey(other)).toList().forEach(other -> put(other, unique(other)));
    }

    /**
     * The same program in names for Python. The weights are not assigned again in it, so that to the end there are
     * arrays of the right shapes.
     */
    static Program of(Program program) {
        return new PythonNames(program).renamed();
    }

    /** The name with {@code _} after it if it means something in Python or in the generated code. */
    static String unreserved(String name) {
        return isReserved(name) ? name + "_" : name;
    }

    private static boolean isReserved(String name) {
        return KEYWORDS.contains(name)
                || USED.contains(name)
                || Functions.find(name)
                        .filter(function -> function.scope().isPresent())
                        .isPresent();
    }

    private void put(String variable, String name) {
        names.put(variable, name);
        taken.add(name);
    }

    /** A named tuple has no field that begins with {@code _}. */
    private boolean isFree(String name) {
        return !isReserved(name) && !taken.contains(name) && !name.startsWith("_");
    }

    private String unique(String name) {
        String stripped = name.replaceFirst("^_+", "");
        String candidate = stripped.isEmpty() || Character.isDigit(stripped.charAt(0)) ? "x" + stripped : stripped;
        while (!isFree(candidate)) {
            candidate += "_";
        }
        return candidate;
    }

    private Program renamed() {
        List<String> inputs = program.inputs().stream().map(names::get).toList();
        List<Statement> statements =
                program.statements().stream().map(this::renamed).toList();
        return new Program(
                inputs, statements, program.results().stream().map(names::get).toList());
    }

    private Statement renamed(Statement statement) {
        List<Operand> arguments = statement.arguments().stream()
                .map(operand -> operand instanceof Operand.Variable variable
                        ? Operand.variable(names.get(variable.name()))
                        : operand)
                .toList();
        if (names.get(statement.target()).equals(WEIGHTS)) {
            put(statement.target(), unique(statement.target()));
        }
        return new Statement(names.get(statement.target()), statement.function(), arguments);
    }
}
