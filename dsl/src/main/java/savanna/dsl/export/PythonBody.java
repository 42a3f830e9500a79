package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.export.Node.Input;
import savanna.dsl.export.Node.Role;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Spelling;

/**
 * The calls of a step as lines of Python. A variable is one array, or, over lists, the list of the arrays of all
 * parameters; a statement is then a comprehension, in which each variable is one array again. Numbers that differ
 * between parameters, such as the rates of groups, are lists too where the whole model takes one step.
 */
abstract class PythonBody {

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
        step.shares().forEach(share -> inputs.add(Input.share(share)));
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

    /** Lines before the first statement. */
    List<String> preparations() {
        return List.of();
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
        return overLists ? comprehension(expression, arrays(call)) : expression;
    }

    /** The value of a call whose operands are single arrays or numbers. */
    abstract String expression(Call call, int line);

    abstract String template(Spelling spelling);

    /** The call as its function is spelled. */
    final String spelled(Call call) {
        String template = template(call.function.spelling());
        String text = template;
        for (int k = 0; k < call.arguments.size(); k++) {
            text = text.replace("{" + k + "}", spelledOperand(call, call.argument(k), template));
        }
        return text;
    }

    private String spelledOperand(Call call, Node operand, String template) {
        if (!call.function.isElementwise() && !operand.kind().isPerParameter()) {
            return text(operand) + " + " + library + ".zeros_like(w)";
        }
        return operand(call, operand, template);
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
        return comprehension(text(node) + " + " + library + ".zeros_like(w)", lists);
    }

    /** Whether the variable of a value is a list. */
    final boolean isList(Node node) {
        if (!overLists || node instanceof Constant) {
            return false;
        }
        if (!node.kind().isNumber()) {
            return true;
        }
        if (!listsNumbers) {
            return false;
        }
        return node instanceof Call call
                ? call.function.isElementwise() && call.arguments.stream().anyMatch(this::isList)
                : true;
    }

    /** The lists that a comprehension for the call runs over. */
    private Set<String> arrays(Call call) {
        Set<String> lists = liveness.operands(call).stream()
                .filter(this::isList)
                .map(this::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean fills = !call.function.isElementwise()
                && call.arguments.stream().anyMatch(argument -> !argument.kind().isPerParameter());
        if (fills) {
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

    /** The results, each a number per parameter. */
    final List<String> results() {
        List<String> results = new ArrayList<>();
        Set<Node> given = new HashSet<>();
        for (Node result : step.equations().results()) {
            // The weights and the gradient are written to after the step, and an array is kept in one place only.
            boolean isShared =
                    result instanceof Input input && (input.role() == Role.WEIGHTS || input.role() == Role.GRADIENT)
                            || !given.add(result);
            results.add(result(result, isShared && !results.isEmpty()));
        }
        return results;
    }

    private String result(Node result, boolean isShared) {
        if (result.kind().isPerParameter()) {
            String copy = isShared ? copied(text(result)) : text(result);
            return !copy.equals(text(result)) && overLists ? comprehension(copy, Set.of(text(result))) : copy;
        }
        String filled = text(result) + " + " + library + ".zeros_like(w)";
        Set<String> lists = new LinkedHashSet<>();
        if (isList(result)) {
            lists.add(text(result));
        }
        lists.add("w");
        return overLists ? comprehension(filled, lists) : filled;
    }

    /** A copy of an array, where the library writes to arrays. */
    String copied(String array) {
        return array;
    }

    /** Functions that the lines call, defined in the module. */
    final List<String> helpers() {
        Map<String, String> all = new LinkedHashMap<>();
        Functions.all().stream()
                .filter(function -> !function.spelling().definition().isEmpty())
                .forEach(function -> all.put(
                        function.name(), function.spelling().definition().replace("{np}", library)));
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
        return all.keySet().stream().filter(used::contains).map(all::get).toList();
    }
}
