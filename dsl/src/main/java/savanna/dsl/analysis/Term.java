package savanna.dsl.analysis;

import java.util.Arrays;
import savanna.dsl.function.Function;
import savanna.dsl.function.SignRule;

/**
 * A value in normal form; equal terms of one program are one object. A sum is {@code constant + sum of coefficients[i]
 * * parts[i]}, a product {@code product of parts[i] ^ coefficients[i]}.
 */
final class Term {

    enum Type {
        WEIGHTS,
        GRADIENT,
        SCHEDULE,
        STATE,
        CONSTANT,
        SUM,
        PRODUCT,
        CALL,
        OPAQUE
    }

    static final Term[] NO_PARTS = {};
    static final double[] NO_COEFFICIENTS = {};

    final Type type;
    final Function function;
    final Term[] parts;
    final double[] coefficients;
    /** The number of a constant, the constant part of a sum, or the index of a state. */
    final double constant;
    /** Identity of an opaque term, a hash of exactly how it is computed; of a call what its parts do not tell, or 0. */
    final long exact;
    /**
     * Whether it is finite wherever weights, gradient and states are: {@code x - x} and {@code x * 0} are then zero.
     */
    final boolean tame;
    /** Whether it depends on a state. */
    final boolean stateful;
    /** Whether it is known to be zero or more wherever it is a number; the schedule is. */
    final boolean neverNegative;
    /** Position in the order of creation; parts come before. */
    int index;

    long high;
    long low;

    private final int hash;

    Term(
            Type type,
            Function function,
            Term[] parts,
            double[] coefficients,
            double constant,
            long exact,
            boolean tame,
            boolean stateful) {
        this.type = type;
        this.function = function;
        this.parts = parts;
        this.coefficients = coefficients;
        this.constant = constant;
        this.exact = exact;
        this.tame = tame;
        this.stateful = stateful;
        this.neverNegative = isNeverNegative();
        int code = type.ordinal() * 31 + System.identityHashCode(function);
        for (Term part : parts) {
            code = code * 31 + part.index;
        }
        this.hash = (code * 31 + Arrays.hashCode(coefficients)) * 31 + Double.hashCode(constant) + Long.hashCode(exact);
    }

    private boolean isNeverNegative() {
        return switch (type) {
            case SCHEDULE -> true;
            case CONSTANT -> constant >= 0;
            case SUM -> {
                boolean all = constant >= 0;
                for (int i = 0; all && i < parts.length; i++) {
                    all = coefficients[i] >= 0 && parts[i].neverNegative;
                }
                yield all;
            }
            case PRODUCT -> {
                boolean all = true;
                for (int i = 0; all && i < parts.length; i++) {
                    all = coefficients[i] % 2 == 0 || parts[i].neverNegative;
                }
                yield all;
            }
            case CALL ->
                function.sign() == SignRule.ALWAYS
                        || function.arity() == 1
                                && function.sign() == SignRule.WHERE_ARGUMENTS_ARE
                                && parts[0].neverNegative;
            default -> false;
        };
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Term that
                && hash == that.hash
                && type == that.type
                && function == that.function
                && Double.compare(constant, that.constant) == 0
                && exact == that.exact
                && Arrays.equals(coefficients, that.coefficients)
                && sameParts(that);
    }

    private boolean sameParts(Term that) {
        if (parts.length != that.parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != that.parts[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether 32 bits hold its coefficients: others overflow or vanish on the way to them. */
    boolean isHeld() {
        boolean held = type != Type.SUM || isHeld(constant);
        for (int i = 0; held && type == Type.SUM && i < coefficients.length; i++) {
            held = isHeld(coefficients[i]);
        }
        return held;
    }

    private static boolean isHeld(double coefficient) {
        double magnitude = Math.abs(coefficient);
        return magnitude == 0 || magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
    }

    boolean isConstant() {
        return type == Type.CONSTANT;
    }

    boolean isConstant(double value) {
        return type == Type.CONSTANT && constant == value;
    }
}
