package savanna.dsl.oracle;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether two programs, or a program and an engine, do the same on a {@link Trial}. A difference counts unless it is
 * one that rounding makes: then a few pseudo-random errors of that size, added to each value of the first program, move
 * it as far.
 *
 * <p>At entries whose gradients are always zero, a program may owe its update to an exact cancellation, which such
 * errors would destroy. There the programs must agree wherever the first does the same in double precision and in 32
 * bits, rounding or not.
 */
final class Judge {

    /** What a comparison came to. */
    enum Verdict {
        EQUAL,
        DIFFERENT,
        /** Rounding decides. */
        SENSITIVE,
        /** There was nothing to compare: a guard of division decides at the first step, or a value leaves the range. */
        MUTE
    }

    /** @param reason of a verdict other than equal, else empty */
    record Judgement(Verdict verdict, String reason) {
        static final Judgement EQUAL = new Judgement(Verdict.EQUAL, "");

        static Judgement different(String reason) {
            return new Judgement(Verdict.DIFFERENT, reason);
        }
    }

    private static final int WOBBLES = 6;
    /** Of a program of 32 bits after some operations. */
    private static final double ROUNDING = 2e-7;
    /** How much farther than a few random errors others may move a program. */
    private static final double LUCK = 10;

    private static final double REWRITTEN = 3e-5;
    private static final double STILL = 1e-2;
    /** What reading an update from weights of a few units costs. */
    private static final double READING = 3e-7;

    private static final Judgement MUTE = new Judgement(Verdict.MUTE, "");

    private Judge() {}

    /**
     * Compares a program with what algebra makes of it: equal up to the rounding of its constants and to the guard of
     * division, so that programs that differ at 1e-8 must agree as it goes to zero.
     */
    static Judgement rewritten(String original, String other, Trial trial) {
        Oracle.Mode mode = Oracle.Mode.EXACT;
        Trial.Run expected = trial.run(original, mode);
        Judgement judgement = judge(original, expected, expected.calm(), other, trial, mode);
        if (judgement.verdict() != Verdict.EQUAL) {
            mode = mode.guardedBy(1e-300);
            expected = trial.run(original, mode);
            judgement = judge(original, expected, Math.min(expected.clear(), expected.calm()), other, trial, mode);
        }
        if (judgement.verdict() == Verdict.DIFFERENT) {
            return judgement;
        }
        Judgement still = still(original, other, trial);
        return still.verdict() == Verdict.DIFFERENT ? still : judgement;
    }

    /** Compares two programs of one hash: engines compute the same of them, up to rounding. */
    static Judgement alike(String original, String other, Trial trial) {
        Oracle.Mode mode = Oracle.Mode.ENGINE;
        return judge(original, trial.run(original, mode), Trial.STEPS, other, trial, mode);
    }

    /** Compares a program with an engine's updates of it. */
    static Judgement engine(String program, double[][] actual, Trial trial) {
        Oracle.Mode mode = Oracle.Mode.ENGINE;
        Trial.Run expected = trial.run(program, mode);
        return judge(program, expected, expected.distinct(), actual, trial, mode, READING);
    }

    /** The same for an engine that takes subnormal numbers for zero, as XLA does: until there is one. */
    static Judgement flushingEngine(String program, double[][] actual, Trial trial) {
        Oracle.Mode mode = Oracle.Mode.ENGINE;
        Trial.Run expected = trial.run(program, mode);
        int steps = Math.min(expected.distinct(), expected.normal());
        return judge(program, expected, steps, actual, trial, mode, READING);
    }

    private static Judgement judge(
            String original, Trial.Run expected, int steps, String other, Trial trial, Oracle.Mode mode) {
        double[][] actual = trial.run(other, mode).updates();
        return judge(original, expected, steps, actual, trial, mode, Float.MIN_NORMAL);
    }

    /** Up to the first step whose update is not finite; what comes after is of no use to anyone. */
    private static Judgement judge(
            String original,
            Trial.Run expected,
            int steps,
            double[][] actual,
            Trial trial,
            Oracle.Mode mode,
            double absolute) {
        int told = Math.min(steps, expected.decided());
        if (told == 0) {
            return MUTE;
        }
        for (int step = 0; step < told; step++) {
            double[] e = expected.updates()[step];
            double largest = largest(e);
            if (!Double.isFinite(largest)) {
                return Judgement.EQUAL;
            }
            for (int i = 0; i < e.length; i++) {
                double difference = Math.abs(e[i] - actual[step][i]);
                if (!(difference <= REWRITTEN * largest + absolute)) {
                    return explained(original, expected, trial, mode, step, i, difference)
                            ? new Judgement(Verdict.SENSITIVE, place(trial, step, i, e[i], actual[step][i]))
                            : Judgement.different(place(trial, step, i, e[i], actual[step][i]));
                }
            }
        }
        return Judgement.EQUAL;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Double.isNaN(value) ? Double.NaN : Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static String place(Trial trial, int step, int i, double expected, double actual) {
        return String.format(
                Locale.ROOT,
                "step %d, entry %d%s: %s, expected %s",
                step + 1,
                i,
                trial.isStill(i) ? " (gradient 0)" : "",
                actual,
                expected);
    }

    /**
     * Whether small errors move the program about as far, there or earlier: pseudo-random ones, or those of 32 bits
     * themselves, which alone make zero of what is too small to be kept beside something else.
     */
    private static boolean explained(
            String program, Trial.Run expected, Trial trial, Oracle.Mode mode, int step, int i, double difference) {
        return Stream.concat(
                        Stream.of(Oracle.Mode.ENGINE.guardedBy(mode.guard())),
                        IntStream.rangeClosed(1, WOBBLES).mapToObj(seed -> mode.wobbling(ROUNDING, seed)))
                .map(moving -> trial.run(program, moving).updates())
                .anyMatch(moved -> IntStream.rangeClosed(0, step).anyMatch(s -> {
                    double far = LUCK * Math.abs(moved[s][i] - expected.updates()[s][i]);
                    return Double.isNaN(far) || s == step && far >= difference;
                }));
    }

    private static Judgement still(String original, String other, Trial trial) {
        Trial.Run exact = trial.run(original, Oracle.Mode.EXACT);
        Trial.Run engine = trial.run(original, Oracle.Mode.ENGINE);
        double[][] otherExact = trial.run(other, Oracle.Mode.EXACT).updates();
        double[][] otherEngine = trial.run(other, Oracle.Mode.ENGINE).updates();
        int steps = Math.min(Math.min(exact.clear(), exact.calm()), exact.decided());
        for (int step = 0; step < steps; step++) {
            double largest = largest(exact.updates()[step]);
            for (int i = 0; i < trial.size(); i++) {
                double e = exact.updates()[step][i];
                if (!trial.isStill(i)) {
                    continue;
                }
                if (!(Math.abs(e - engine.updates()[step][i]) <= 1e-5 * largest)) {
                    return Judgement.EQUAL;
                }
                if (!(Math.abs(e - otherExact[step][i]) <= STILL * largest + Float.MIN_NORMAL)) {
                    return Judgement.different("in double precision, " + place(trial, step, i, e, otherExact[step][i]));
                }
                if (!(Math.abs(e - otherEngine[step][i]) <= STILL * largest + Float.MIN_NORMAL)) {
                    return Judgement.different("in 32 bits, " + place(trial, step, i, e, otherEngine[step][i]));
                }
            }
        }
        return Judgement.EQUAL;
    }
}
