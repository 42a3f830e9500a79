package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.dsl.function.Spelling;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Statement;

/** The statements of a program as lines of Java: numbers of the whole model are doubles, all else INDArrays. */
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
            "x");

    private final Frame frame;
    private final Set<Integer> left;
    private final Map<String, String> inputs = new HashMap<>();
    private final Map<String, String> current = new HashMap<>();
    private final Map<Integer, Operand> aliases = new HashMap<>();
    private final Set<String> declared = new LinkedHashSet<>();
    private boolean mapsElements;
    private boolean fills;

    /** @param left statements that are not written: the target has its own way to say them */
    Nd4jBody(Frame frame, Set<Integer> left) {
        this.frame = frame;
        this.left = left;
        frame.program().inputs().forEach(input -> inputs.put(input, declare(input)));
        current.putAll(inputs);
    }

    /** The Java variable that holds the program's variable after the last line. */
    String variable(String name) {
        return current.get(name);
    }

    /** The Java variable of an input. */
    String variableOf(String input) {
        return inputs.get(input);
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

    /** A statement that stands for another value, such as a weight decay that is applied elsewhere. */
    void alias(int statement, Operand operand) {
        aliases.put(statement, operand);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < frame.program().statements().size(); i++) {
            Statement statement = frame.program().statements().get(i);
            if (left.contains(i)) {
                continue;
            }
            if (aliases.containsKey(i)) {
                current.put(statement.target(), current.get(aliases.get(i).toString()));
                continue;
            }
            String value =
                    i == frame.rateStatement() ? current.get(frame.program().schedule()) : call(statement, i);
            if (i == frame.rateStatement()) {
                current.put(statement.target(), value);
                continue;
            }
            String name = declare(statement.target());
            lines.add((frame.kinds().get(i).isNumber() ? "double " : "INDArray ") + name + " = " + value + ";");
            current.put(statement.target(), name);
        }
        return lines;
    }

    private String call(Statement statement, int index) {
        List<Operand> operands = statement.arguments();
        boolean[] scalar = new boolean[operands.size()];
        String[] text = new String[operands.size()];
        for (int k = 0; k < text.length; k++) {
            Operand operand = operands.get(k);
            scalar[k] = frame.kind(operand, index).isNumber();
            text[k] = operand instanceof Operand.Constant constant
                    ? Names.number(constant.value())
                    : current.get(operand.toString());
            text[k] = text[k].startsWith("-") ? "(" + text[k] + ")" : text[k];
        }
        if (!statement.function().isElementwise() && text.length > 0) {
            throw new ExportException("the statement \"" + statement
                    + "\" needs whole arrays at once, which an ND4J updater does not see; export to pytorch or optax");
        }
        Spelling spelling = statement.function().spelling();
        if (IntStream.range(0, text.length).allMatch(k -> scalar[k])) {
            return filled(spelling.java(), text, scalar);
        }
        if (spelling.nd4j().isEmpty() && text.length == 1) {
            mapsElements = true;
            return "each(" + text[0] + ", element -> " + spelling.java().replace("{0}", "element") + ")";
        }
        return Stream.of(false, true)
                .flatMap(spreads -> spelling.nd4j().stream().filter(template -> suits(template, scalar, spreads)))
                .findFirst()
                .map(template -> filled(template, text, scalar))
                .orElseThrow(() -> new ExportException("the function "
                        + statement.function().name() + " has no spelling in ND4J for \"" + statement + "\""));
    }

    /** Whether a template takes numbers where there are numbers. @param spreads whether it may take arrays there too */
    private static boolean suits(String template, boolean[] scalar, boolean spreads) {
        return IntStream.range(0, scalar.length)
                .allMatch(k ->
                        scalar[k] ? spreads || !template.contains("[" + k + "]") : !template.contains("{" + k + "}"));
    }

    private String filled(String template, String[] text, boolean[] scalar) {
        String filled = template;
        for (int k = 0; k < text.length; k++) {
            if (filled.contains("[" + k + "]")) {
                fills |= scalar[k];
                filled = filled.replace(
                        "[" + k + "]",
                        scalar[k]
                                ? "Nd4j.valueArrayOf(gradient.shape(), " + text[k] + ", gradient.dataType())"
                                : text[k]);
            }
            filled = filled.replace("{" + k + "}", text[k]);
        }
        return filled;
    }

    boolean mapsElements() {
        return mapsElements;
    }

    boolean fills() {
        return fills;
    }
}
