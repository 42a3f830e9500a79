package savanna.dsl.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import savanna.dsl.function.Kind;
import savanna.dsl.program.Names;
import savanna.dsl.program.Operand;
import savanna.dsl.program.Statement;

/** The statements of a program as lines of Java: numbers of the whole model are doubles, all else INDArrays. */
final class Nd4jBody {

    /** Functions of one argument as Java on a double named v. */
    private static final Map<String, String> UNARY = Map.ofEntries(Map.entry("abs", "Math.abs(v)"), Map.entry("negative", "-v"), Map.entry("reciprocal", "1 / v"), Map.entry("square", "v * v"),
            Map.entry("cube", "v * v * v"), Map.entry("sign", "Math.signum(v)"), Map.entry("sqrt", "Math.sqrt(Math.abs(v))"), Map.entry("cbrt", "Math.cbrt(v)"), Map.entry("sin", "Math.sin(v)"),
            Map.entry("cos", "Math.cos(v)"), Map.entry("tan", "Math.tan(v)"), Map.entry("arcsin", "Math.asin(v)"), Map.entry("arccos", "Math.acos(v)"), Map.entry("arctan", "Math.atan(v)"),
            Map.entry("sinh", "Math.sinh(v)"), Map.entry("cosh", "Math.cosh(v)"), Map.entry("tanh", "Math.tanh(v)"), Map.entry("arcsinh", "Math.signum(v) * Math.log(Math.abs(v) + Math.sqrt(v * v + 1))"),
            Map.entry("arccosh", "Math.log(v + Math.sqrt(v * v - 1))"), Map.entry("arctanh", "0.5 * Math.log((1 + v) / (1 - v))"), Map.entry("exp", "Math.exp(v)"), Map.entry("exp2", "Math.pow(2, v)"),
            Map.entry("exp10", "Math.pow(10, v)"), Map.entry("expm1", "Math.expm1(v)"), Map.entry("log", "Math.log(Math.abs(v))"), Map.entry("log2", "Math.log(Math.abs(v)) / Math.log(2)"),
            Map.entry("log10", "Math.log10(Math.abs(v))"), Map.entry("log1p", "Math.log(Math.abs(1 + v))"));
    /** The same as operations on a whole array. */
    private static final Map<String, String> ARRAY = Map.of("abs", "Transforms.abs(x, true)", "negative", "x.neg()", "square", "x.mul(x)", "cube", "x.mul(x).muli(x)", "sign", "Transforms.sign(x, true)",
            "sqrt", "Transforms.sqrt(Transforms.abs(x, true), false)", "exp", "Transforms.exp(x, true)", "tanh", "Transforms.tanh(x, true)", "sin", "Transforms.sin(x, true)", "cos", "Transforms.cos(x, true)");
    private static final Map<String, String> CONSTANTS = Map.of("get_pi", "Math.PI", "get_e", "Math.E", "get_eps", "1e-8");
    private static final Set<String> RESERVED = Set.of("abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double", "else", "enum", "extends",
            "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long", "native", "new", "package", "private", "protected", "public", "return", "short",
            "static", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try", "void", "volatile", "while", "config", "gradient", "iteration", "epoch", "states", "element");

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
    private String declare(String name) {
        StringBuilder camel = new StringBuilder();
        for (String part : name.split("_")) {
            if (!part.isEmpty()) {
                camel.append(camel.isEmpty() ? part.substring(0, 1).toLowerCase(Locale.ROOT) : part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        String base = camel.isEmpty() ? "x" : Character.isDigit(camel.charAt(0)) ? "x" + camel : camel.toString();
        base = RESERVED.contains(base) || base.equals("x") ? base + "Value" : base;
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
            String value = i == frame.rateStatement() ? current.get(frame.program().schedule()) : call(statement, i);
            if (i == frame.rateStatement()) {
                current.put(statement.target(), value);
                continue;
            }
            String name = declare(statement.target());
            lines.add((frame.kinds().get(i) == Kind.SCALAR ? "double " : "INDArray ") + name + " = " + value + ";");
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
            scalar[k] = frame.kind(operand, index) == Kind.SCALAR;
            text[k] = operand instanceof Operand.Constant constant ? Names.number(constant.value()) : current.get(operand.toString());
            text[k] = text[k].startsWith("-") ? "(" + text[k] + ")" : text[k];
        }
        String function = statement.function().name();
        if (CONSTANTS.containsKey(function)) {
            return CONSTANTS.get(function);
        }
        if (!statement.function().isElementwise()) {
            throw new ExportException("the statement \"" + statement + "\" needs whole arrays at once, which an ND4J updater does not see; export to pytorch or optax");
        }
        if (UNARY.containsKey(function)) {
            return unary(function, text[0], scalar[0]);
        }
        if (function.equals("interp")) {
            return interpolation(text, scalar);
        }
        return binary(function, text, scalar[0], scalar[1]);
    }

    private String unary(String function, String x, boolean scalar) {
        if (scalar) {
            return UNARY.get(function).replaceAll("\\bv\\b", java.util.regex.Matcher.quoteReplacement(x));
        }
        if (ARRAY.containsKey(function)) {
            return ARRAY.get(function).replaceAll("\\bx\\b", x);
        }
        mapsElements = true;
        return "each(" + x + ", element -> " + UNARY.get(function).replaceAll("\\bv\\b", "element") + ")";
    }

    private String array(String x, boolean scalar) {
        fills |= scalar;
        return scalar ? "Nd4j.valueArrayOf(gradient.shape(), " + x + ", gradient.dataType())" : x;
    }

    private String interpolation(String[] t, boolean[] s) {
        if (s[0] && s[1] && s[2]) {
            return "(1 - " + t[2] + ") * " + t[0] + " + " + t[2] + " * " + t[1];
        }
        if (s[2] && s[0]) {
            return t[1] + ".mul(" + t[2] + ").addi((1 - " + t[2] + ") * " + t[0] + ")";
        }
        if (s[2] && s[1]) {
            return t[0] + ".mul(1 - " + t[2] + ").addi(" + t[2] + " * " + t[1] + ")";
        }
        if (s[2]) {
            return t[0] + ".mul(1 - " + t[2] + ").addi(" + t[1] + ".mul(" + t[2] + "))";
        }
        return t[2] + ".rsub(1).muli(" + t[0] + ").addi(" + t[2] + ".mul(" + t[1] + "))";
    }

    private String binary(String function, String[] t, boolean s0, boolean s1) {
        boolean both = s0 && s1;
        return switch (function) {
            case "add" -> both ? t[0] + " + " + t[1] : s0 ? t[1] + ".add(" + t[0] + ")" : t[0] + ".add(" + t[1] + ")";
            case "subtract" -> both ? t[0] + " - " + t[1] : s0 ? t[1] + ".rsub(" + t[0] + ")" : t[0] + ".sub(" + t[1] + ")";
            case "multiply" -> both ? t[0] + " * " + t[1] : s0 ? t[1] + ".mul(" + t[0] + ")" : t[0] + ".mul(" + t[1] + ")";
            case "divide" -> both ? t[0] + " / (" + t[1] + " + 1e-8)" : s0 ? t[1] + ".add(1e-8).rdivi(" + t[0] + ")" : s1 ? t[0] + ".div(" + t[1] + " + 1e-8)" : t[0] + ".div(" + t[1] + ".add(1e-8))";
            case "maximum", "minimum" -> {
                String name = function.substring(0, 3);
                yield both ? "Math." + name + "(" + t[0] + ", " + t[1] + ")" : "Transforms." + name + "(" + array(t[0], s0) + ", " + array(t[1], s1) + ", true)";
            }
            case "clip" -> both ? "Math.max(-Math.abs(" + t[1] + "), Math.min(Math.abs(" + t[1] + "), " + t[0] + "))"
                    : s1 ? "Transforms.max(Transforms.min(" + t[0] + ", Math.abs(" + t[1] + "), true), -Math.abs(" + t[1] + "), false)"
                    : "Transforms.max(Transforms.min(" + array(t[0], s0) + ", Transforms.abs(" + t[1] + ", true), true), Transforms.abs(" + t[1] + ", true).negi(), true)";
            case "power" -> both ? "Math.pow(" + t[0] + ", " + t[1] + ")" : "Transforms.pow(" + array(t[0], s0) + ", " + array(t[1], s1) + ", true)";
            default -> throw new ExportException("the function " + function + " has no spelling in ND4J");
        };
    }

    boolean mapsElements() {
        return mapsElements;
    }

    boolean fills() {
        return fills;
    }
}
