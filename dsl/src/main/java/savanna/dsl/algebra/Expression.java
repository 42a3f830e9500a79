package savanna.dsl.algebra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import savanna.dsl.function.Fact;
import savanna.dsl.function.Function;
import savanna.dsl.function.Functions;
import savanna.dsl.function.Kind;
import savanna.dsl.function.Operation;

/**
 * A node of the expression graph: an input, a state's old value, a constant, or a call. Immutable. Two expressions are
 * equal if they are written alike, up to the order of commutative arguments; equality compares 128-bit digests, so that
 * graphs whose trees would be exponentially large compare in constant time.
 */
public final class Expression implements Comparable<Expression> {

    /** What a node is. */
    public enum Type {
        WEIGHTS,
        GRADIENT,
        SCHEDULE,
        STATE,
        CONSTANT,
        CALL
    }

    public static final Expression WEIGHTS = new Expression(Type.WEIGHTS, Kind.TENSOR, 0, 0, null, List.of());
    public static final Expression GRADIENT = new Expression(Type.GRADIENT, Kind.TENSOR, 0, 0, null, List.of());
    public static final Expression SCHEDULE = new Expression(Type.SCHEDULE, Kind.SCALAR, 0, 0, null, List.of());

    private final Type type;
    private final int state;
    private final double constant;
    private final Function function;
    private final List<Expression> arguments;
    private final Kind kind;
    private final int depth;
    private final boolean dependsOnWeights;
    private final boolean isLeafwise;
    private final long high;
    private final long low;

    private Expression(
            Type type, Kind inputKind, int state, double constant, Function function, List<Expression> arguments) {
        this.type = type;
        this.state = state;
        this.constant = constant;
        this.function = function;
        this.arguments = arguments;
        long own = type.ordinal() * 1_000_003L
                + state * 7919L
                + Double.doubleToLongBits(constant)
                + (function == null ? 0 : function.name().hashCode() * 0x9E3779B97F4A7C15L);
        long first = mix(own ^ 0x243F6A8885A308D3L);
        long second = mix(own ^ 0x13198A2E03707344L);
        int deepest = 0;
        boolean weights = type == Type.WEIGHTS;
        boolean leafwise = function != null && function.isLeafwise();
        List<Expression> ordered = arguments;
        if (function != null
                && function.is(Fact.COMMUTATIVE)
                && arguments.size() == 2
                && arguments.get(0).compareDigest(arguments.get(1)) > 0) {
            ordered = List.of(arguments.get(1), arguments.get(0));
        }
        for (Expression argument : ordered) {
            first = mix(first * 31 + argument.high);
            second = mix(second * 37 + argument.low);
            deepest = Math.max(deepest, argument.depth);
            weights |= argument.dependsOnWeights;
            leafwise |= argument.isLeafwise;
        }
        high = first;
        low = second;
        depth = deepest + 1;
        dependsOnWeights = weights;
        isLeafwise = leafwise;
        kind = switch (type) {
            case WEIGHTS, GRADIENT, STATE, SCHEDULE, CONSTANT -> inputKind;
            case CALL ->
                function.result(kinds(arguments))
                        .orElseThrow(() -> new IllegalArgumentException(function.name() + " takes "
                                + function.expectation() + ", not "
                                + kinds(arguments).stream().map(Kind::described).toList()));
        };
    }

    private static List<Kind> kinds(List<Expression> arguments) {
        Kind[] kinds = new Kind[arguments.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = arguments.get(i).kind;
        }
        return Arrays.asList(kinds);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The old value of a state, by its index. Kinds do not tell states apart: an index has one. */
    public static Expression state(int index, Kind kind) {
        if (index < 0) {
            throw new IllegalArgumentException("the index of a state is 0 or more, not " + index);
        }
        return new Expression(Type.STATE, kind, index, 0, null, List.of());
    }

    /** A number; minus zero is zero. */
    public static Expression constant(double value) {
        return new Expression(Type.CONSTANT, Kind.SCALAR, 0, value == 0 ? 0 : value, null, List.of());
    }

    /** A call; nothing is simplified. */
    public static Expression call(Function function, List<Expression> arguments) {
        if (arguments.size() != function.arity()) {
            throw new IllegalArgumentException(
                    function.name() + " takes " + function.arity() + " arguments, not " + arguments.size());
        }
        return new Expression(Type.CALL, null, 0, 0, function, List.copyOf(arguments));
    }

    /** A call of an operation. */
    static Expression call(Operation operation, Expression... arguments) {
        return call(Functions.of(operation), List.of(arguments));
    }

    /** A call, by the function's name. */
    static Expression call(String function, Expression... arguments) {
        return call(Functions.get(function), List.of(arguments));
    }

    public Type type() {
        return type;
    }

    /** Index of the state; 0 unless it is one. */
    public int state() {
        return state;
    }

    /** The number; 0 unless it is a constant. */
    public double constant() {
        return constant;
    }

    /** The function called. @throws IllegalStateException unless it is a call */
    public Function function() {
        if (function == null) {
            throw new IllegalStateException(this + " is no call");
        }
        return function;
    }

    public List<Expression> arguments() {
        return arguments;
    }

    Expression argument(int index) {
        return arguments.get(index);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether it is a call of that operation. */
    boolean is(Operation operation) {
        return function != null && function.operation() == operation;
    }

    /** Whether it is a call of the function of that name. */
    public boolean is(String name) {
        return function != null && function.name().equals(name);
    }

    public boolean isConstant() {
        return type == Type.CONSTANT;
    }

    /** Whether it is a call of constants only, or of nothing. */
    boolean isOfConstants() {
        for (Expression argument : arguments) {
            if (!argument.isConstant()) {
                return false;
            }
        }
        return isCall();
    }

    /** Adds every call in it that is not there yet, arguments before what uses them. */
    void addCalls(Set<Expression> calls) {
        if (isCall() && !calls.contains(this)) {
            for (Expression argument : arguments) {
                argument.addCalls(calls);
            }
            calls.add(this);
        }
    }

    boolean isConstant(double value) {
        return type == Type.CONSTANT && constant == value;
    }

    boolean isCall() {
        return type == Type.CALL;
    }

    /** Length of the longest path to a leaf of the graph. */
    int depth() {
        return depth;
    }

    boolean dependsOnWeights() {
        return dependsOnWeights;
    }

    /** The same call of other arguments. */
    Expression withArguments(List<Expression> others) {
        return call(function, others);
    }

    /**
     * The same call of arguments that are equal to its own. It stays as it is where it is one of a function of whole
     * leaves, and an argument would be of another kind: such a function tells apart what is equal once it is broadcast.
     */
    Expression withEqualArguments(List<Expression> others) {
        return function.isLeafwise() && !kinds(others).equals(kinds(arguments)) ? this : withArguments(others);
    }

    /** Whether a function of whole leaves is called in it. */
    boolean isLeafwise() {
        return isLeafwise;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Expression that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low);
    }

    private int compareDigest(Expression other) {
        int order = Long.compare(high, other.high);
        return order != 0 ? order : Long.compare(low, other.low);
    }

    /**
     * Reading order: what depends on the weights comes last but for constants, shallow before deep; the rest is
     * arbitrary but fixed.
     */
    @Override
    public int compareTo(Expression other) {
        int order = Integer.compare(rank(), other.rank());
        if (order == 0) {
            order = Integer.compare(depth, other.depth);
        }
        if (order == 0 && type == Type.STATE && other.type == Type.STATE) {
            order = Integer.compare(state, other.state);
        }
        return order != 0 ? order : compareDigest(other);
    }

    private int rank() {
        if (isConstant()) {
            return 5;
        }
        if (dependsOnWeights) {
            return 4;
        }
        return switch (type) {
            case GRADIENT -> 0;
            case CALL -> 1;
            case STATE -> 2;
            default -> 3;
        };
    }

    /** Nested text, for messages and tests; states are {@code s0, s1, ...}. */
    @Override
    public String toString() {
        return switch (type) {
            case WEIGHTS -> "w";
            case GRADIENT -> "g";
            case SCHEDULE -> "lr";
            case STATE -> "s" + state;
            case CONSTANT -> Double.toString(constant);
            case CALL -> {
                List<String> texts = new ArrayList<>();
                arguments.forEach(argument -> texts.add(argument.toString()));
                yield function.operator().isPresent()
                        ? "(" + String.join(" " + function.operator().get() + " ", texts) + ")"
                        : function.name() + "(" + String.join(", ", texts) + ")";
            }
        };
    }
}
