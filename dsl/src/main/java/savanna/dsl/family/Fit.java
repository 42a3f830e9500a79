package savanna.dsl.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import savanna.dsl.analysis.AbstractExecution;

/**
 * A known optimizer with its free rates fitted to a program, and how alike the two then are.
 *
 * @param known the optimizer
 * @param rates fitted
 * @param cosines over all compared steps
 */
record Fit(KnownOptimizer known, List<Double> rates, Likeness.Cosines cosines) {

    /** Fits closer in direction than this are told apart by sizes and simplicity. */
    private static final double SAME_DIRECTION = 0.001;

    private static final double SAME_WHOLE = 0.01;
    /** Less than what fitting leaves undecided. */
    private static final double EQUAL = 0.0002;
    /** Decimal logarithms: a rate is at least 0 and at most 0.9999. */
    private static final double LEAST = -4;

    private static final double DIGITS = 1e9;

    private static final double FIRST_STEP = 0.2;
    private static final double LAST_STEP = 0.006;
    /**
     * What steps of one size may still gain, with all that follow, as a multiple of the size: of 92 shipped and found
     * programs the most was 0.92, and 99 of 100 fits gained less than 0.4.
     */
    private static final double GAIN = 1;
    /** From here on nothing is left to gain but rounding. */
    private static final double EXACT = 1 - 1e-7;

    /**
     * Refines a fit by steps of one rate or several at once, which are halved as long as none helps. A rate is fitted
     * by the logarithm of its distance from one; two rates often matter together more than alone.
     *
     * @param rival the cosine of another optimizer: one that cannot reach it any more is not refined to the end
     */
    static Fit refined(KnownOptimizer known, List<Double> from, Likeness program, StateTracks tracks, double rival) {
        List<Double> rates = from;
        // A step back meets the point before, and so do steps at the ends of the range.
        Map<List<Long>, Likeness.Cosines> met = new HashMap<>();
        Likeness.Cosines best = cosines(known, rates, program, tracks);
        met.put(place(rates), best);
        List<int[]> moves = moves(rates.size());
        for (double step = FIRST_STEP;
                step > LAST_STEP
                        && !moves.isEmpty()
                        && best.direction() > rival - GAIN * step
                        && best.direction() < EXACT; ) {
            boolean isBetter = false;
            for (int[] move : moves) {
                List<Double> others = moved(rates, move, step);
                Likeness.Cosines cosines =
                        met.computeIfAbsent(place(others), any -> cosines(known, others, program, tracks));
                if (cosines.direction() > best.direction()) {
                    rates = others;
                    best = cosines;
                    isBetter = true;
                    break;
                }
            }
            step = isBetter ? step : step / 2;
        }
        return new Fit(known, List.copyOf(rates), best);
    }

    /** Down, not at all or up, for each of so many rates; not at all for all of them is no move. */
    private static List<int[]> moves(int rates) {
        List<int[]> moves = new ArrayList<>();
        int combinations = 1;
        for (int k = 0; k < rates; k++) {
            combinations *= 3;
        }
        for (int combination = 0; combination < combinations; combination++) {
            int[] move = new int[rates];
            int rest = combination;
            boolean isMove = false;
            for (int k = 0; k < rates; k++) {
                move[k] = rest % 3 - 1;
                isMove |= move[k] != 0;
                rest /= 3;
            }
            if (isMove) {
                moves.add(move);
            }
        }
        // One rate alone first: that helps most often.
        moves.sort(Comparator.comparingInt(
                move -> Arrays.stream(move).map(Math::abs).sum()));
        return moves;
    }

    private static Likeness.Cosines cosines(
            KnownOptimizer known, List<Double> rates, Likeness program, StateTracks tracks) {
        return program.to(Updates.of(
                AbstractExecution.ofValid(known.program(rates)),
                tracks,
                tracks.recording().compared()));
    }

    private static List<Double> moved(List<Double> rates, int[] move, double step) {
        List<Double> moved = new ArrayList<>();
        for (int k = 0; k < move.length; k++) {
            double at = StrictMath.log10(1 - rates.get(k));
            moved.add(move[k] == 0 ? rates.get(k) : rateAt(Math.max(LEAST, Math.min(0, at + move[k] * step))));
        }
        return moved;
    }

    /** The same for rates that differ in their last digits. */
    private static List<Long> place(List<Double> rates) {
        return rates.stream()
                .map(rate -> Math.round(StrictMath.log10(1 - rate) * DIGITS))
                .toList();
    }

    /** The rate whose distance from one has a decimal logarithm. */
    static double rateAt(double logarithm) {
        return 1 - StrictMath.pow(10, logarithm);
    }

    /**
     * Of those about equal in direction those about equal as a whole, of these the fewest free rates, of these the
     * highest cosines; equals come in the order of the table.
     */
    static Fit nearest(List<Fit> fits) {
        List<Fit> near = within(SAME_DIRECTION, fits, fit -> fit.cosines.direction());
        List<Fit> alike = within(SAME_WHOLE, near, fit -> fit.cosines.whole());
        int freedom = alike.stream().mapToInt(fit -> fit.known.freedom()).min().orElseThrow();
        List<Fit> simple =
                alike.stream().filter(fit -> fit.known.freedom() == freedom).toList();
        List<Fit> equal = within(EQUAL, simple, fit -> fit.cosines.direction());
        return within(EQUAL, equal, fit -> fit.cosines.whole()).stream()
                .min(Comparator.comparingInt(fit -> KnownOptimizers.all().indexOf(fit.known)))
                .orElseThrow();
    }

    /** Those that come so near to the highest value. */
    private static List<Fit> within(double distance, List<Fit> fits, ToDoubleFunction<Fit> value) {
        double least = fits.stream().mapToDouble(value).max().orElseThrow() - distance;
        return fits.stream().filter(fit -> value.applyAsDouble(fit) >= least).toList();
    }
}
