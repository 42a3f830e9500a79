package savanna.dsl.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import savanna.dsl.oracle.Value.Sides;

/**
 * A straightforward interpreter of the language, from the text of a program and LANGUAGE.md alone: every statement in
 * order, every value a matrix on each parameter array. It shares no code with parser, function table and engines.
 */
public final class Oracle {

    /** What numbers are: of double precision, or rounded to 32 bits after each operation as engines have them. */
    public enum Numbers {
        DOUBLE(DoubleUnaryOperator.identity()),
        FLOAT(value -> (float) value);

        private final DoubleUnaryOperator round;

        Numbers(DoubleUnaryOperator round) {
            this.round = round;
        }
    }

    /**
     * How a program is run.
     *
     * @param guard what is added to divisors; to constant ones it is 1e-8 always
     * @param wobble relative size of pseudo-random errors that are added to each constant and to the result of each
     *     operation, 0 for none
     * @param seed of these
     */
    public record Mode(Numbers numbers, double guard, double wobble, long seed) {
        public static final Mode EXACT = new Mode(Numbers.DOUBLE, 1e-8, 0, 0);
        public static final Mode ENGINE = new Mode(Numbers.FLOAT, 1e-8f, 0, 0);

        Mode wobbling(double size, long otherSeed) {
            return new Mode(numbers, guard, size, otherSeed);
        }

        Mode guardedBy(double other) {
            return new Mode(numbers, other, wobble, seed);
        }
    }

    /** A divisor this many times the guard does not show it. */
    private static final double CLEAR = 1e6;

    private record Call(String target, String function, List<String> arguments) {}

    /** Their kernels promise an error against 1 where the result is smaller. */
    private static final Set<String> ABSOLUTE = Set.of("sin", "cos", "tan", "arccos", "log", "log2", "log10", "log1p");

    /** Functions of all numbers of a leaf or of the model. */
    private static final Set<String> WHOLE =
            Set.of("norm", "global_norm", "dot", "cosine_sim", "clip_by_global_norm", "rows", "cols", "is_matrix");

    private static final Set<String> MATRICES = Set.of(
            "row_mean",
            "col_mean",
            "mean",
            "transpose",
            "matmul",
            "orthogonalize",
            "inverse_root",
            "eigenvectors",
            "orthonormal_basis");

    private final List<String> inputs;
    private final List<Call> calls = new ArrayList<>();
    private final List<String> results;
    private final Mode mode;
    /** Rows and columns by leaf. */
    private final int[][] shapes;

    private final int size;
    private Value[] states;
    private long errors;
    private boolean faint;
    private boolean subnormal;
    private boolean clear = true;
    private boolean calm = true;
    private boolean decided = true;

    /** @param shapes rows and columns of the parameter arrays */
    public Oracle(String text, Mode mode, int[][] shapes) {
        this.mode = mode;
        this.shapes = shapes;
        size = Arrays.stream(shapes).mapToInt(shape -> shape[0] * shape[1]).sum();
        String[] lines = text.strip().split("\n");
        String head = lines[0].strip();
        inputs = list(head.substring(head.indexOf('(') + 1, head.lastIndexOf(')')));
        for (int i = 1; i < lines.length - 1; i++) {
            calls.add(call(lines[i].strip()));
        }
        results = list(lines[lines.length - 1].strip().substring("return ".length()));
        states = Arrays.stream(sidesOfStates())
                .map(sides -> Value.of(sides, shapes, (leaf, i, j) -> 0))
                .toArray(Value[]::new);
    }

    private static List<String> list(String text) {
        return Arrays.asList(text.strip().split("\\s*,\\s*"));
    }

    private static Call call(String line) {
        String[] sides = line.split(" = ", 2);
        String right = sides[1];
        String[] words = right.split(" ");
        if (words.length == 3 && !right.contains("(")) {
            String function = switch (words[1]) {
                case "+" -> "add";
                case "-" -> "subtract";
                case "*" -> "multiply";
                case "/" -> "divide";
                default -> throw new IllegalArgumentException("no operator in: " + line);
            };
            return new Call(sides[0], function, List.of(words[0], words[2]));
        }
        int open = right.indexOf('(');
        String inner = right.substring(open + 1, right.length() - 1).strip();
        return new Call(sides[0], right.substring(0, open), inner.isEmpty() ? List.of() : list(inner));
    }

    /** Whether no divisor was so near to zero that its guard decided, up to and in the last step; false once it was. */
    public boolean isClear() {
        return clear;
    }

    /** Whether all values were finite and below 1e30, up to and in the last step. */
    public boolean isCalm() {
        return calm;
    }

    /** Whether each result of a matrix function was the only one that is right, up to and in the last step. */
    public boolean isDecided() {
        return decided;
    }

    /** Whether a state was so small, but not zero, that engines may store it as zero, up to and in the last step. */
    public boolean isFaint() {
        return faint;
    }

    /** Whether some value was subnormal in 32 bits, which some libraries take for zero, up to and in the last step. */
    public boolean isSubnormal() {
        return subnormal;
    }

    /** One step. @return the update */
    public double[] step(double[] weights, double[] gradient, double schedule) {
        Map<String, Value> values = new HashMap<>();
        Set<String> constants = new HashSet<>();
        values.put(inputs.get(0), parameters(weights));
        values.put(inputs.get(1), parameters(gradient));
        for (int k = 0; k < states.length; k++) {
            values.put(inputs.get(2 + k), states[k]);
        }
        values.put(inputs.get(inputs.size() - 1), number(round(schedule)));
        for (Call call : calls) {
            Value[] arguments = new Value[call.arguments().size()];
            boolean constant = true;
            for (int k = 0; k < arguments.length; k++) {
                String argument = call.arguments().get(k);
                Value value = values.get(argument);
                constant &= value == null || constants.contains(argument);
                arguments[k] = value == null ? number(constant(argument)) : value;
            }
            boolean fixedDivisor = call.function().equals("divide")
                    && (values.get(call.arguments().get(1)) == null
                            || constants.contains(call.arguments().get(1)));
            Value value = value(call.function(), arguments, fixedDivisor);
            boolean isAbsolute = mode.wobble() != 0 && ABSOLUTE.contains(call.function());
            value = Value.of(value.sides(), shapes, finished(value, isAbsolute));
            values.put(call.target(), value);
            if (constant && !WHOLE.contains(call.function())) {
                constants.add(call.target());
            } else {
                constants.remove(call.target());
            }
        }
        Value[] next = new Value[states.length];
        for (int k = 0; k < states.length; k++) {
            next[k] = values.get(results.get(k + 1)).repeatedTo(states[k].sides(), shapes);
            for (double[][] leaf : next[k].leaves()) {
                for (double[] row : leaf) {
                    for (double value : row) {
                        faint |= value != 0 && Math.abs(value) <= 1e-30;
                    }
                }
            }
        }
        states = next;
        return values.get(results.get(0)).flat(shapes, size);
    }

    /** What numbers make of the result of a call. */
    private Value.Entry finished(Value raw, boolean isAbsolute) {
        return (leaf, i, j) -> {
            double value = operated(raw.at(leaf, i, j));
            if (isAbsolute && Math.abs(value) < 1) {
                value += error();
            }
            calm &= Math.abs(value) < 1e30;
            note(value);
            return value;
        };
    }

    /** The sides of the states: the least that are those of their new values, as all begin with zero. */
    private Sides[] sidesOfStates() {
        Sides[] known = new Sides[inputs.size() - 3];
        for (int round = 0; round <= known.length; round++) {
            Map<String, Sides> sides = new HashMap<>();
            sides.put(inputs.get(0), Sides.PARAMETERS);
            sides.put(inputs.get(1), Sides.PARAMETERS);
            for (int k = 0; k < known.length; k++) {
                sides.put(inputs.get(2 + k), known[k]);
            }
            sides.put(inputs.get(inputs.size() - 1), Sides.NUMBER);
            for (Call call : calls) {
                sides.put(
                        call.target(),
                        sides(
                                call.function(),
                                call.arguments().stream()
                                        .map(argument ->
                                                sides.containsKey(argument) ? sides.get(argument) : Sides.NUMBER)
                                        .toList()));
            }
            for (int k = 0; k < known.length; k++) {
                known[k] = sides.get(results.get(k + 1));
            }
        }
        for (int k = 0; k < known.length; k++) {
            known[k] = known[k] == null ? Sides.NUMBER : known[k];
        }
        return known;
    }

    /** @param arguments null for what is zero so far and of any sides */
    private static Sides sides(String function, List<Sides> arguments) {
        boolean isElementwise = !WHOLE.contains(function) && !MATRICES.contains(function);
        if (!isElementwise && arguments.contains(null)) {
            return null;
        }
        return switch (function) {
            case "norm", "global_norm", "dot", "cosine_sim", "mean", "rows", "cols", "is_matrix" -> Sides.NUMBER;
            case "clip_by_global_norm" -> Sides.PARAMETERS;
            case "row_mean" -> new Sides(arguments.get(0).rows(), '1');
            case "col_mean" -> new Sides('1', arguments.get(0).columns());
            case "transpose" -> arguments.get(0).turned();
            case "matmul" -> new Sides(arguments.get(0).rows(), arguments.get(1).columns());
            case "orthogonalize", "inverse_root", "eigenvectors", "orthonormal_basis" -> arguments.get(0);
            default ->
                arguments.stream()
                        .filter(Objects::nonNull)
                        .reduce(Sides::with)
                        .orElse(arguments.isEmpty() ? Sides.NUMBER : null);
        };
    }

    private void note(double value) {
        subnormal |= value != 0 && Math.abs(value) < Float.MIN_NORMAL;
    }

    /** The text of a constant as a number; the same text has the same error everywhere. */
    private double constant(String text) {
        double value = round(Double.parseDouble(text));
        note(value);
        return mode.wobble() == 0 ? value : value * (1 + mode.wobble() * third(mode.seed() * 31 + text.hashCode()));
    }

    private double round(double value) {
        return mode.numbers().round.applyAsDouble(value);
    }

    /** What numbers make of the result of an operation. */
    private double operated(double value) {
        double rounded = round(value);
        return mode.wobble() == 0 ? rounded : rounded + rounded * error();
    }

    private double error() {
        return mode.wobble() * third(mode.seed() * 1_000_003 + errors++);
    }

    /** -1, 0 or 1. */
    private static long third(long word) {
        long mixed = (word ^ word >>> 31) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 29) * 0x94d049bb133111ebL;
        return Long.remainderUnsigned(mixed ^ mixed >>> 32, 3) - 1;
    }

    private Value parameters(double[] numbers) {
        int[] from = new int[shapes.length];
        for (int leaf = 1; leaf < shapes.length; leaf++) {
            from[leaf] = from[leaf - 1] + shapes[leaf - 1][0] * shapes[leaf - 1][1];
        }
        return Value.of(Sides.PARAMETERS, shapes, (leaf, i, j) -> round(numbers[from[leaf] + i * shapes[leaf][1] + j]));
    }

    private Value number(double value) {
        return Value.of(Sides.NUMBER, shapes, (leaf, i, j) -> value);
    }

    private Value ofLeaves(double[] numbers) {
        return Value.of(Sides.NUMBER, shapes, (leaf, i, j) -> numbers[leaf]);
    }

    private Value value(String function, Value[] arguments, boolean fixedDivisor) {
        if (MATRICES.contains(function)) {
            return matrices(function, arguments);
        }
        Value[] whole = Arrays.stream(arguments)
                .map(value -> WHOLE.contains(function) ? value.repeatedTo(Sides.PARAMETERS, shapes) : value)
                .toArray(Value[]::new);
        switch (function) {
            case "norm" -> {
                return ofLeaves(
                        Arrays.stream(inner(whole[0], whole[0])).map(Math::sqrt).toArray());
            }
            case "global_norm" -> {
                return number(norm(whole[0]));
            }
            case "dot" -> {
                return number(Arrays.stream(inner(whole[0], whole[1])).sum());
            }
            case "cosine_sim" -> {
                double product = Arrays.stream(inner(whole[0], whole[1])).sum();
                return number(product / (norm(whole[0]) * norm(whole[1]) + 1e-8));
            }
            case "clip_by_global_norm" -> {
                double norm = round(norm(whole[0]));
                return Value.of(Sides.PARAMETERS, shapes, (leaf, i, j) -> {
                    double x = whole[0].at(leaf, i, j);
                    double bound = whole[1].at(leaf, i, j);
                    return norm < bound ? x : round(x / norm) * bound;
                });
            }
            case "rows", "cols", "is_matrix" -> {
                return Value.of(
                        Sides.NUMBER,
                        shapes,
                        (leaf, i, j) -> function.equals("rows")
                                ? shapes[leaf][0]
                                : function.equals("cols")
                                        ? shapes[leaf][1]
                                        : Math.min(shapes[leaf][0], shapes[leaf][1]) > 1 ? 1 : 0);
            }
            case "divide" -> {
                double guard = fixedDivisor ? round(1e-8) : mode.guard();
                return Value.of(arguments[0].sides().with(arguments[1].sides()), shapes, (leaf, i, j) -> {
                    double x = arguments[0].at(leaf, i, j);
                    double y = arguments[1].at(leaf, i, j);
                    clear &= fixedDivisor || Math.abs(y) > CLEAR * guard || x == 0;
                    return x / operated(y + guard);
                });
            }
            default -> {
                Formulas.Formula formula = Formulas.of(function);
                double[] point = new double[arguments.length];
                Sides sides = Arrays.stream(arguments).map(Value::sides).reduce(Sides.NUMBER, Sides::with);
                return Value.of(sides, shapes, (leaf, i, j) -> {
                    for (int k = 0; k < point.length; k++) {
                        point[k] = arguments[k].at(leaf, i, j);
                    }
                    return formula.at(point, this::operated);
                });
            }
        }
    }

    private Value matrices(String function, Value[] arguments) {
        MatrixFormulas formulas = new MatrixFormulas(this::operated, () -> mode.wobble() == 0 ? 0 : error());
        Sides sides = sides(function, Arrays.stream(arguments).map(Value::sides).toList());
        return Value.byLeaf(sides, shapes.length, leaf -> {
            MatrixFormulas.Result result = formulas.of(
                    function,
                    Arrays.stream(arguments).map(value -> value.leaves()[leaf]).toArray(double[][][]::new));
            decided &= result.isDecided();
            return result.value();
        });
    }

    private double norm(Value x) {
        return Math.sqrt(Arrays.stream(inner(x, x)).sum());
    }

    /** By leaf. */
    private double[] inner(Value x, Value y) {
        double[] sums = new double[shapes.length];
        Value.of(Sides.PARAMETERS, shapes, (leaf, i, j) -> sums[leaf] += x.at(leaf, i, j) * y.at(leaf, i, j));
        return sums;
    }
}
