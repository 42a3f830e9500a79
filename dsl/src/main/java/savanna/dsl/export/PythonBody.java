package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Node.Role;
import savanna.dsl.function.Extent;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Spelling;

/**
 * The calls of a step as lines of Python. A variable is one array, or, over lists, the list of the arrays of all
 * parameters; a statement is then a comprehension, in which each variable is one array again. Numbers that differ
 * between parameters, such as the rates of groups, are lists too where the whole model takes one step.
 */
abstract class PythonBody {

    private static final Pattern WEIGHTS = Pattern.compile("\\bw\\b");

    final Step step;
    final Liveness liveness;
    private final String library;
    private final boolean overLists;
    private final boolean listsNumbers;
    private final Map<Node, String> names = new HashMap<>();
    private final Map<Input, String> states = new LinkedHashMap<>();

    /**
     * @param library whose functions are called
     * @param overLists whether variables are lists of arrays
     * @param listsNumbers whether rate and shares are lists too
     */
    PythonBody(Step step, String library, boolean overLists, boolean listsNumbers, Liveness.Fusion fusion) {
        this.step = step;
        this.library = library;
        this.overLists = overLists;
        this.listsNumbers = listsNumbers;
        this.liveness = new Liveness(step.equations(), fusion);
        Set<String> taken = new HashSet<>(Set.of("w", "g"));
        inputs().forEach(input -> taken.add(input.name()));
        names.put(Node.WEIGHTS, "w");
        names.put(Node.GRADIENT, "g");
        inputs().forEach(input -> names.put(input, input.name()));
        // First those that can keep their names, so that none of them has to give way to a new name.
        for (boolean keeps : List.of(true, false)) {
            for (Input state : step.equations().states()) {
                boolean free = PythonNames.isFree(state.name()) && !taken.contains(state.name());
                if (!names.containsKey(state) && free == keeps) {
                    String name = free ? state.name() : PythonNames.unique(state.name(), taken);
                    names.put(state, name);
                    taken.add(name);
                }
            }
        }
        step.equations().states().forEach(state -> states.put(state, names.get(state)));
    }

    /** Rate, schedule and shares, as far as the lines read them. */
    final List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        Stream.of(Node.RATE, Node.SCHEDULE).filter(step::reads).forEach(inputs::add);
        step.shares().names().forEach(share -> inputs.add(Input.share(share)));
        return inputs;
    }

    final boolean isOverLists() {
        return overLists;
    }

    /** Names of the states. */
    final List<String> states() {
        return List.copyOf(states.values());
    }

    /** What the step takes. */
    final List<String> parameters() {
        List<String> parameters = new ArrayList<>(List.of("w", "g"));
        parameters.addAll(states());
        inputs().forEach(input -> parameters.add(input.name()));
        return parameters;
    }

    /** The statements. Call once. */
    final List<String> lines() {
        List<String> lines = new ArrayList<>(preparations());
        for (int i = 0; i < liveness.lines().size(); i++) {
            Call call = liveness.lines().get(i);
            String name = freeName(call, i);
            lines.addAll(statement(call, i, name));
            names.put(call, name);
        }
        return lines;
    }

    /** Lines before the first statement: arrays as matrices where the step tells rows from columns. */
    List<String> preparations() {
        if (!step.isOfMatrices()) {
            return new ArrayList<>();
        }
        List<String> arrays = new ArrayList<>();
        Stream.of(Node.WEIGHTS, Node.GRADIENT)
                .filter(input -> input == Node.WEIGHTS || step.reads(input))
                .forEach(input -> arrays.add(text(input)));
        step.equations().states().stream()
                .filter(state -> state.kind().isPerParameter())
                .forEach(state -> arrays.add(text(state)));
        String names = String.join(", ", arrays);
        List<String> lines = new ArrayList<>();
        if (overLists) {
            lines.add("shapes = [w.shape for w in w]");
            lines.add(
                    arrays.size() == 1
                            ? "w = [x.reshape(_matrix(x.shape)) for x in w]"
                            : names + " = ([x.reshape(_matrix(x.shape)) for x in xs] for xs in (" + names + "))");
        } else {
            lines.add("shape = w.shape");
            lines.add(
                    arrays.size() == 1
                            ? "w = w.reshape(_matrix(shape))"
                            : names + " = (x.reshape(_matrix(shape)) for x in (" + names + "))");
        }
        return lines;
    }

    /** A statement as lines that leave its value in the variable of that name. */
    List<String> statement(Call call, int line, String name) {
        return List.of(name + " = " + value(call, line));
    }

    final String value(Call call, int line) {
        if (call.function.isOfModel()) {
            return reduction(call);
        }
        String expression = expression(call, line);
        return overLists ? comprehension(expression, arrays(call, expression)) : expression;
    }

    /** The value of a call whose operands are single arrays or numbers. */
    abstract String expression(Call call, int line);

    abstract String template(Spelling spelling);

    /** Zeros of that kind beside the weights, which are a matrix unless it is that of a number or of the weights. */
    abstract String zeros(Kind kind);

    /** A number as an array without dimensions. */
    abstract String array(String number);

    static String extents(Kind kind) {
        return kind.isOne() ? "()" : "(" + extent(kind.rows()) + ", " + extent(kind.columns()) + ")";
    }

    private static String extent(Extent extent) {
        return switch (extent) {
            case ONE -> "1";
            case M -> "w.shape[0]";
            case N -> "w.shape[1]";
        };
    }

    /** The call as its function is spelled. */
    final String spelled(Call call) {
        boolean isLeafwise = call.function.isLeafwise();
        if (isLeafwise && call.function.isIdentityOn(call.argument(0).kind())) {
            return text(call.argument(0));
        }
        String template = template(call.function.spelling());
        String text = template;
        for (int k = 0; k < call.arguments.size(); k++) {
            text = text.replace("{" + k + "}", spelledOperand(call, k, template));
        }
        // Where what stood for a number was a matrix of 1 x 1, so is the result.
        boolean isMatrix = isLeafwise && call.kind().isOne() && !Step.isOfWholeLeaf(call.function);
        return isMatrix ? (template.contains("} ") ? "(" + text + ")" : text) + ".reshape(())" : text;
    }

    private String spelledOperand(Call call, int k, String template) {
        Node operand = call.argument(k);
        if (call.function.isElementwise()) {
            return operand(call, operand, template);
        }
        Kind expected = call.function
                .arguments(call.arguments.stream().map(Node::kind).toList())
                .get(k);
        if (!call.function.isLeafwise()) {
            return operand.kind() == expected ? text(operand) : text(operand) + " + " + zeros(expected);
        }
        if (!expected.isOne()) {
            return operand.kind() == expected ? text(operand) : "(" + text(operand) + " + " + zeros(expected) + ")";
        }
        if (k > 0 && operand instanceof Constant) {
            return text(operand);
        }
        return (operand.kind().isNumber() ? array(text(operand)) : text(operand)) + ".reshape(1, 1)";
    }

    /** An operand of an elementwise function. @param template how the function is spelled */
    String operand(Call call, Node operand, String template) {
        return text(operand);
    }

    /** A variable, or a number that may stand beside any operator. */
    final String text(Node node) {
        if (node instanceof Constant constant) {
            return number(constant.value());
        }
        return names.get(node);
    }

    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "float(\"" + (Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf") + "\")";
        }
        String text = savanna.dsl.program.Names.number(value);
        return text.startsWith("-") ? "(" + text + ")" : text;
    }

    private String reduction(Call call) {
        String text = template(call.function.spelling());
        for (int k = 0; k < call.arguments.size(); k++) {
            text = text.replace("{" + k + "}", wholeList(call.argument(k)));
        }
        return text;
    }

    /** An argument of a function of the whole model: an array for each parameter. */
    private String wholeList(Node node) {
        if (node.kind().isPerParameter()) {
            return text(node);
        }
        Set<String> lists = new LinkedHashSet<>();
        if (isList(node)) {
            lists.add(text(node));
        }
        lists.add("w");
        return comprehension(text(node) + " + " + zeros(Kind.TENSOR), lists);
    }

    /** Whether the variable of a value is a list. */
    final boolean isList(Node node) {
        if (!overLists || node instanceof Constant) {
            return false;
        }
        if (!node.kind().isNumber()) {
            return true;
        }
        if (node instanceof Call call) {
            return !call.function.isOfModel() && call.arguments.stream().anyMatch(this::isList);
        }
        return listsNumbers || ((Input) node).role() == Role.STATE;
    }

    /** The lists that a comprehension for the call runs over. */
    private Set<String> arrays(Call call, String expression) {
        Set<String> lists = liveness.operands(call).stream()
                .filter(this::isList)
                .map(this::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (WEIGHTS.matcher(expression).find()) {
            lists.add("w");
        }
        return lists;
    }

    static String comprehension(String expression, Set<String> lists) {
        if (lists.isEmpty()) {
            return expression;
        }
        String variables = String.join(", ", lists);
        return "[" + expression + " for " + variables + " in "
                + (lists.size() == 1 ? variables : "zip(" + variables + ")") + "]";
    }

    /** Whether the variable of a value may be assigned the value of the line. */
    boolean isReleased(Node node, Call call, int line) {
        return liveness.isLast(node, line);
    }

    private String freeName(Call call, int line) {
        Set<String> taken = new HashSet<>(Set.of("w"));
        inputs().forEach(input -> taken.add(input.name()));
        names.forEach((node, name) -> {
            if (!isReleased(node, call, line)) {
                taken.add(name);
            }
        });
        return PythonNames.isFree(call.name) && !taken.contains(call.name)
                ? call.name
                : PythonNames.unique(call.name, taken);
    }

    /** The results in their kinds, those of a number per parameter in the shape of the parameter. */
    final List<String> results() {
        List<String> results = new ArrayList<>();
        Set<Node> given = new HashSet<>();
        List<Kind> kinds = step.equations().kinds();
        for (Node result : step.equations().results()) {
            // The weights and the gradient are written to after the step, and an array is kept in one place only.
            boolean isShared =
                    result instanceof Input input && (input.role() == Role.WEIGHTS || input.role() == Role.GRADIENT)
                            || !given.add(result)
                            || isView(result);
            results.add(result(result, kinds.get(results.size()), isShared && !results.isEmpty()));
        }
        return results;
    }

    private String result(Node result, Kind kind, boolean isShared) {
        boolean isMade = result.kind() == kind && (!kind.isNumber() || result instanceof Call || isList(result));
        String value = !isMade ? text(result) + " + " + zeros(kind) : isShared ? copied(text(result)) : text(result);
        boolean isReshaped = step.isOfMatrices() && kind.isPerParameter();
        if (isReshaped) {
            value = (isMade ? value : "(" + value + ")") + ".reshape(shape)";
        }
        boolean isAsItIs = value.equals(text(result));
        if (!overLists || isAsItIs && isList(result)) {
            return value;
        }
        Set<String> lists = new LinkedHashSet<>();
        if (isList(result)) {
            lists.add(text(result));
        }
        if (lists.isEmpty() || WEIGHTS.matcher(value).find()) {
            lists.add("w");
        }
        if (isReshaped) {
            return "[" + value + " for " + String.join(", ", lists) + ", shape in zip(" + String.join(", ", lists)
                    + ", shapes)]";
        }
        return comprehension(value, lists);
    }

    /** Whether the value is another array seen otherwise, in one memory with it. */
    static boolean isView(Node node) {
        return node instanceof Call call
                && call.function.isLeafwise()
                && (call.function.is(Fact.INVOLUTION)
                        || call.function.isIdentityOn(call.argument(0).kind()));
    }

    /** A copy of an array, where the library writes to arrays. */
    String copied(String array) {
        return array;
    }

    /** Functions that the lines call, defined in the module. */
    final List<String> helpers() {
        Map<String, String> all = new LinkedHashMap<>();
        Functions.all().forEach(function -> {
            String definition = definition(function.spelling());
            if (!definition.isEmpty()) {
                all.put(function.name(), definition);
            }
        });
        Set<String> used = new HashSet<>();
        List<String> open = new ArrayList<>(
                liveness.lines().stream().map(call -> call.function.name()).toList());
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            if (all.containsKey(name) && used.add(name)) {
                all.keySet().stream()
                        .filter(other -> all.get(name).matches("(?s).*\\b" + other + "\\(.*"))
                        .forEach(open::add);
            }
        }
        List<String> helpers = new ArrayList<>();
        if (step.isOfMatrices()) {
            helpers.add(MATRIX);
        }
        all.keySet().stream().filter(used::contains).map(all::get).forEach(helpers::add);
        return helpers;
    }

    abstract String definition(Spelling spelling);

    private static final String MATRIX = """
            def _matrix(shape):
                \"""The shape of an array as a matrix: a vector is one row; of more dimensions it is the first by the rest.\"""
                return (shape[0], math.prod(shape[1:])) if len(shape) > 1 else (1, math.prod(shape))
            """;
}
