package savanna.dsl.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * A straightforward interpreter of the language, from the text of a program and LANGUAGE.md alone: every statement in
 * order, every value a number per parameter. It shares no code with parser, function table and engines.
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

    private final List<String> inputs;
    private final List<Call> calls = new ArrayList<>();
    private final List<String> results;
    private final Mode mode;
    private final int[] leaves;
    private final int size;
    private double[][] states;
    private long errors;
    private boolean faint;
    private boolean subnormal;
    private boolean clear = true;
    private boolean calm = true;

    /** @param leaves lengths of the parameter arrays */
    public Oracle(String text, Mode mode, int... leaves) {
        this.mode = mode;
        this.leaves = leaves;
        size = Arrays.stream(leaves).sum();
        String[] lines = text.strip().split("\n");
        String head = lines[0].strip();
        inputs = list(head.substring(head.indexOf('(') + 1, head.lastIndexOf(')')));
        for (int i = 1; i < lines.length - 1; i++) {
            calls.add(call(lines[i].strip()));
        }
        results = list(lines[lines.length - 1].strip().substring("return ".length()));
        states = new double[inputs.size() - 3][size];
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

    /** Number of parameters. */
    public int size() {
        return size;
    }

    /** Whether no divisor was so near to zero that its guard decided, up to and in the last step; false once it was. */
    public boolean isClear() {
        return clear;
    }

    /** Whether all values were finite and below 1e30, up to and in the last step. */
    public boolean isCalm() {
        return calm;
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
        Map<String, double[]> values = new HashMap<>();
        Set<String> constants = new HashSet<>();
        values.put(inputs.get(0), rounded(weights));
        values.put(inputs.get(1), rounded(gradient));
        for (int k = 0; k < states.length; k++) {
            values.put(inputs.get(2 + k), states[k]);
        }
        values.put(inputs.get(inputs.size() - 1), filled(round(schedule)));
        for (int c = 0; c < calls.size(); c++) {
            Call call = calls.get(c);
            double[][] arguments = new double[call.arguments().size()][];
            boolean constant = true;
            for (int k = 0; k < arguments.length; k++) {
                String argument = call.arguments().get(k);
                double[] value = values.get(argument);
                constant &= value == null || constants.contains(argument);
                arguments[k] = value == null ? filled(number(argument)) : value;
            }
            boolean fixedDivisor = call.function().equals("divide")
                    && (values.get(call.arguments().get(1)) == null
                            || constants.contains(call.arguments().get(1)));
            double[] value = value(call.function(), arguments, fixedDivisor);
            for (int i = 0; i < size; i++) {
                value[i] = operated(value[i]);
                if (mode.wobble() != 0 && ABSOLUTE.contains(call.function()) && Math.abs(value[i]) < 1) {
                    value[i] += error();
                }
                calm &= Math.abs(value[i]) < 1e30;
                note(value[i]);
            }
            values.put(call.target(), value);
            boolean whole = call.function().endsWith("norm")
                    || call.function().equals("dot")
                    || call.function().equals("cosine_sim");
            if (constant && !whole) {
                constants.add(call.target());
            } else {
                constants.remove(call.target());
            }
        }
        double[][] next = new double[states.length][];
        for (int k = 0; k < states.length; k++) {
            next[k] = values.get(results.get(k + 1)).clone();
            for (double value : next[k]) {
                faint |= value != 0 && Math.abs(value) <= 1e-30;
            }
        }
        states = next;
        return values.get(results.get(0)).clone();
    }

    private void note(double value) {
        subnormal |= value != 0 && Math.abs(value) < Float.MIN_NORMAL;
    }

    /** The text of a constant as a number; the same text has the same error everywhere. */
    private double number(String text) {
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

    private double[] rounded(double[] values) {
        return Arrays.stream(values).map(this::round).toArray();
    }

    private double[] filled(double value) {
        double[] array = new double[size];
        Arrays.fill(array, value);
        return array;
    }

    private double[] value(String function, double[][] arguments, boolean fixedDivisor) {
        double[] out = new double[size];
        switch (function) {
            case "norm" -> {
                int from = 0;
                for (int length : leaves) {
                    Arrays.fill(out, from, from + length, Math.sqrt(inner(arguments[0], arguments[0], from, length)));
                    from += length;
                }
            }
            case "global_norm" -> Arrays.fill(out, norm(arguments[0]));
            case "dot" -> Arrays.fill(out, inner(arguments[0], arguments[1], 0, size));
            case "cosine_sim" ->
                Arrays.fill(
                        out,
                        inner(arguments[0], arguments[1], 0, size) / (norm(arguments[0]) * norm(arguments[1]) + 1e-8));
            case "clip_by_global_norm" -> {
                double norm = round(norm(arguments[0]));
                for (int i = 0; i < size; i++) {
                    out[i] = norm < arguments[1][i] ? arguments[0][i] : round(arguments[0][i] / norm) * arguments[1][i];
                }
            }
            case "divide" -> {
                double guard = fixedDivisor ? round(1e-8) : mode.guard();
                for (int i = 0; i < size; i++) {
                    clear &= fixedDivisor || Math.abs(arguments[1][i]) > CLEAR * guard || arguments[0][i] == 0;
                    out[i] = arguments[0][i] / operated(arguments[1][i] + guard);
                }
            }
            default -> {
                Formulas.Formula formula = Formulas.of(function);
                double[] point = new double[arguments.length];
                for (int i = 0; i < size; i++) {
                    for (int k = 0; k < point.length; k++) {
                        point[k] = arguments[k][i];
                    }
                    out[i] = formula.at(point, this::operated);
                }
            }
        }
        return out;
    }

    private double norm(double[] x) {
        return Math.sqrt(inner(x, x, 0, size));
    }

    private static double inner(double[] x, double[] y, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
