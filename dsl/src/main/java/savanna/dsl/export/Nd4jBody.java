package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.dsl.export.Node.Call;
import savanna.dsl.export.Node.Constant;
import savanna.dsl.function.Extent;
import savanna.dsl.function.Function;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Names;

/**
 * The statements of a program as lines of Java: numbers of the whole model are doubles rounded to floats, as engines
 * have them, all else INDArrays.
 */
final class Nd4jBody {

    /** Java's words, those that mean something in some places only as well, and the variables of the generated code. */
    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "try",
            "void",
            "volatile",
            "while",
            "true",
            "false",
            "null",
            "permits",
            "record",
            "sealed",
            "var",
            "when",
            "yield",
            "config",
            "gradient",
            "iteration",
            "epoch",
            "states",
            "element",
            "other",
            "third",
            "array",
            "arrays",
            "rows",
            "columns",
            "index",
            "offset",
            "offsets",
            "flat",
            "sizes",
            "x");

    private final Step step;
    private final Map<Node, String> variables = new HashMap<>();
    private final Set<String> declared = new LinkedHashSet<>();
    private boolean mapsElements;
    private boolean mapsPairs;
    private boolean mapsTriples;
    private boolean fills;
    private final Set<String> definitions = new LinkedHashSet<>();

    Nd4jBody(Step step) {
        this.step = step;
        variables.put(Node.WEIGHTS, declare(step.program().weights()));
        variables.put(Node.GRADIENT, declare(step.program().gradient()));
        step.equations().states().forEach(state -> variables.put(state, declare(state.name())));
        variables.put(Node.RATE, declare(step.program().schedule()));
        variables.put(Node.SCHEDULE, declare("schedule"));
        for (int i = 0; i < step.shares().betas().size(); i++) {
            variables.put(
                    Node.Input.share(step.shares().names().get(i)),
                    Names.number(step.shares().betas().get(i)));
        }
        step.shares().momentum().ifPresent(share -> variables.put(Node.Input.share("momentum"), Names.number(share)));
    }

    /** The Java variable that holds the value after the last line. */
    String variable(Node node) {
        return node instanceof Constant constant ? number(constant.value()) : variables.get(node);
    }

    /** Statements are in single assignment form: a variable that is assigned again gets a number. */
    String declare(String name) {
        StringBuilder camel = new StringBuilder();
        for (String part : name.split("_")) {
            if (!part.isEmpty()) {
                camel.append(
                                camel.isEmpty()
                                        ? part.substring(0, 1).toLowerCase(Locale.ROOT)
                                        : part.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(part.substring(1));
            }
        }
        String base = camel.isEmpty() ? "x" : Character.isDigit(camel.charAt(0)) ? "x" + camel : camel.toString();
        base = RESERVED.contains(base) ? base + "Value" : base;
        String candidate = base;
        for (int i = 2; !declared.add(candidate); i++) {
            candidate = base + (Character.isDigit(base.charAt(base.length() - 1)) ? "_" : "") + i;
        }
        return candidate;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Call call : Node.calls(step.equations().results())) {
            String value = value(call);
            String name = declare(call.name);
            lines.add(
                    call.kind().isOne()
                            ? "double " + name + " = (float) (" + value + ");"
                            : "INDArray " + name + " = " + value + ";");
            variables.put(call, name);
        }
        return lines;
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "Double." + (Double.isNaN(value) ? "NaN" : value > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY");
        }
        String text = Names.number(value);
        return text.startsWith("-") ? "(" + text + ")" : text;
    }

    private String value(Call call) {
        Function function = call.function;
        if (function.isOfModel()) {
            throw new ExportException("the function " + function.name()
                    + " needs the whole model at once, which an ND4J updater does not see; export to pytorch or optax");
        }
        Spelling spelling = function.spelling();
        if (function.isOfShape()) {
            return spelling.nd4j().get(0).replace("{rows}", "rows").replace("{columns}", "columns");
        }
        if (function.isLeafwise() && function.isIdentityOn(call.argument(0).kind())) {
            return variable(call.argument(0)) + (call.kind().isOne() ? "" : ".dup()");
        }
        boolean[] scalar = new boolean[call.arguments.size()];
        String[] text = new String[scalar.length];
        List<Kind> kinds =
                function.arguments(call.arguments.stream().map(Node::kind).toList());
        for (int k = 0; k < text.length; k++) {
            Kind given = call.argument(k).kind();
            Kind expected = function.isElementwise() ? call.kind() : kinds.get(k);
            scalar[k] = given.isOne();
            text[k] = variable(call.argument(k));
            if (!scalar[k] && given != expected) {
                text[k] += ".broadcast(" + extents(expected) + ")";
            }
        }
        if (!function.isElementwise() && text.length > 0) {
            return ofArrays(call, spelling, text, scalar, kinds);
        }
        if (IntStream.range(0, text.length).allMatch(k -> scalar[k])) {
            return filled(spelling.java(), text, scalar, call.kind());
        }
        if (spelling.nd4j().isEmpty() && text.length == 1) {
            mapsElements = true;
            return "each(" + text[0] + ", element -> " + spelling.java().replace("{0}", "element") + ")";
        }
        if (spelling.nd4j().isEmpty() && text.length == 2) {
            return mapped(spelling, text, scalar);
        }
        if (spelling.nd4j().isEmpty()) {
            mapsTriples = true;
            return "each("
                    + IntStream.range(0, 3)
                            .mapToObj(k -> scalar[k] ? spread(text[k], call.kind()) : text[k])
                            .collect(Collectors.joining(", "))
                    + ", (element, other, third) -> "
                    + spelling.java()
                            .replace("{0}", "element")
                            .replace("{1}", "other")
                            .replace("{2}", "third")
                    + ")";
        }
        return Stream.of(false, true)
                .flatMap(spreads -> spelling.nd4j().stream().filter(template -> suits(template, scalar, spreads)))
                .findFirst()
                .map(template -> filled(template, text, scalar, call.kind()))
                .orElseThrow(
                        () -> new ExportException("the function " + call.function.name() + " has no spelling in ND4J"));
    }

    private String ofArrays(Call call, Spelling spelling, String[] text, boolean[] scalar, List<Kind> kinds) {
        definitions.add(spelling.definitions().java());
        String filled = spelling.nd4j().get(0);
        for (int k = 0; k < text.length; k++) {
            String array = scalar[k] ? spread(text[k], kinds.get(k)) : text[k];
            filled = filled.replace("[" + k + "]", filled.contains("[" + k + "]") ? array : "")
                    .replace("{" + k + "}", text[k]);
        }
        boolean isMatrix = call.function.isLeafwise() && call.kind().isOne() && !Step.isOfWholeLeaf(call.function);
        return isMatrix ? filled + ".getDouble(0)" : filled;
    }

    private String spread(String number, Kind kind) {
        fills = true;
        return "Nd4j.valueArrayOf(new long[] {" + extents(kind) + "}, " + number + ", gradient.dataType())";
    }

    /** What an array of that kind has for dimensions. */
    static String extents(Kind kind) {
        return extent(kind.rows()) + ", " + extent(kind.columns());
    }

    private static String extent(Extent extent) {
        return switch (extent) {
            case ONE -> "1";
            case M -> "rows";
            case N -> "columns";
        };
    }

    /** Java functions that the lines call. */
    Set<String> definitions() {
        definitions.remove("");
        return definitions;
    }

    boolean mapsTriples() {
        return mapsTriples;
    }

    /** A function of two arguments applied to each element. */
    private String mapped(Spelling spelling, String[] text, boolean[] scalar) {
        String x = scalar[0] ? text[0] : "element";
        String y = scalar[1] ? text[1] : scalar[0] ? "element" : "other";
        String value = spelling.java().replace("{0}", x).replace("{1}", y);
        mapsElements |= scalar[0] || scalar[1];
        mapsPairs |= !scalar[0] && !scalar[1];
        return scalar[0] || scalar[1]
                ? "each(" + text[scalar[0] ? 1 : 0] + ", element -> " + value + ")"
                : "each(" + text[0] + ", " + text[1] + ", (element, other) -> " + value + ")";
    }

    /** Whether a template takes numbers where there are numbers. @param spreads whether it may take arrays there too */
    private static boolean suits(String template, boolean[] scalar, boolean spreads) {
        return IntStream.range(0, scalar.length)
                .allMatch(k ->
                        scalar[k] ? spreads || !template.contains("[" + k + "]") : !template.contains("{" + k + "}"));
    }

    private String filled(String template, String[] text, boolean[] scalar, Kind kind) {
        String filled = template;
        for (int k = 0; k < text.length; k++) {
            if (filled.contains("[" + k + "]")) {
                fills |= scalar[k];
                filled = filled.replace(
                        "[" + k + "]",
                        !scalar[k]
                                ? text[k]
                                : step.isOfArrays()
                                        ? spread(text[k], kind)
                                        : "Nd4j.valueArrayOf(gradient.shape(), " + text[k] + ", gradient.dataType())");
            }
            filled = filled.replace("{" + k + "}", text[k]);
        }
        return filled;
    }

    boolean mapsElements() {
        return mapsElements;
    }

    boolean mapsPairs() {
        return mapsPairs;
    }

    boolean fills() {
        return fills;
    }
}
