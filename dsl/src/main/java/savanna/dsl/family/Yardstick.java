package savanna.dsl.family;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.Dataflow;
import savanna.dsl.program.Program;

/**
 * Says what programs are: compares their updates on a recording with those of the known optimizers. When a program
 * counts as what is said at {@link Resemblance}.
 *
 * <p>What the known optimizers do for rates along a grid is computed once. A program is compared with all of that at a
 * few steps; the optimizers that come nearest are then fitted, on all compared steps. Programs that are taken as they
 * ship, and the costly ones with matrix functions, have their turn only where no other is the same. Safe for use by
 * several threads.
 */
public final class Yardstick {

    /** Decimal logarithms of one minus the rate; the first is a rate of zero. */
    private static final double[] GRID = {0, -0.2, -0.45, -0.7, -1, -1.5, -2, -2.5, -3};
    /** An optimizer that is so far behind on the grid does not catch up. */
    private static final double BEHIND = 0.04;
    /**
     * Beside optimizers that are exact at a glance, since they have nothing to fit, others look worse than they are.
     */
    private static final double FAR_BEHIND = 0.2;
    /** From here on nothing is left to be explained. */
    private static final double EXACT = 0.9995;
    /** Below, one more term would explain nothing. */
    private static final double UNLIKE = 0.5;

    private final Recording recording;
    private final Once<List<Point>> usual = new Once<>(() -> grid(false));
    private final Once<List<Point>> rest = new Once<>(() -> grid(true));

    /** A value that is computed when it is first asked for. */
    private static final class Once<T> {
        private final Supplier<T> supplier;
        private T value;

        Once(Supplier<T> supplier) {
            this.supplier = supplier;
        }

        synchronized T get() {
            if (value == null) {
                value = supplier.get();
            }
            return value;
        }
    }

    /** What a known optimizer does with some rates. */
    private record Point(KnownOptimizer known, List<Double> rates, Updates updates) {}

    private record Seen(Point point, double direction) {}

    /** @param recording of a training; its arrays are not copied */
    public Yardstick(Recording recording) {
        this.recording = recording;
    }

    /**
     * What a program is.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if it is not valid
     */
    public Resemblance measure(Program program) {
        return measure(AbstractExecution.ofValid(program));
    }

    /**
     * What an analyzed program is.
     *
     * @throws savanna.dsl.analysis.InvalidProgramException if it is not valid
     */
    public Resemblance measure(Analysis program) {
        if (!program.requireValid().usesGradient()) {
            return Resemblance.unlike("its update does not depend on the gradient");
        }
        Updates updates = Updates.of(program, recording, recording.compared());
        if (!updates.isFinite() || updates.isZero()) {
            return Resemblance.unlike(
                    "its update is " + (updates.isZero() ? "zero" : "not finite") + " on the recorded gradients");
        }
        boolean readsWeights = program.reduced().flow().isRead(Dataflow.WEIGHTS);
        Likeness likeness = new Likeness(updates, recording, readsWeights);
        Likeness glance = new Likeness(updates.at(recording.glanced()), recording, readsWeights);
        List<Fit> fits = fits(usual.get(), likeness, glance, BEHIND);
        if (fits.stream().noneMatch(fit -> fit.cosines().direction() >= Resemblance.SAME)) {
            fits.addAll(fits(rest.get(), likeness, glance, FAR_BEHIND));
        }
        Fit fit = Fit.nearest(fits);
        Updates known =
                Updates.of(AbstractExecution.ofValid(fit.known().program(fit.rates())), recording, updates.steps());
        double cosine = fit.cosines().direction();
        return new Resemblance(
                Optional.of(fit.known()),
                fit.rates(),
                cosine,
                readsWeights && cosine >= Resemblance.COUNTS
                        ? Rest.decay(updates, known, recording)
                        : OptionalDouble.empty(),
                cosine < EXACT && cosine > UNLIKE ? Rest.term(updates, known, recording) : Optional.empty(),
                "");
    }

    /** Fits of the optimizers that come near at a glance. */
    private List<Fit> fits(List<Point> grid, Likeness program, Likeness glance, double behind) {
        List<Fit> fits = new ArrayList<>();
        double best = -1;
        List<Seen> nearest = nearest(grid, glance);
        for (Seen seen : nearest) {
            if (seen.direction >= nearest.get(0).direction - behind) {
                Fit fit = Fit.refined(seen.point.known, seen.point.rates, program, recording, best);
                best = Math.max(best, fit.cosines().direction());
                fits.add(fit);
            }
        }
        return fits;
    }

    /** The best point of the grid of each optimizer, nearest first. */
    private static List<Seen> nearest(List<Point> grid, Likeness program) {
        Map<KnownOptimizer, Seen> best = new LinkedHashMap<>();
        for (Point point : grid) {
            Seen seen = new Seen(point, program.to(point.updates).direction());
            best.merge(point.known, seen, (one, other) -> other.direction > one.direction ? other : one);
        }
        return best.values().stream()
                .sorted(Comparator.comparingDouble(seen -> -seen.direction))
                .toList();
    }

    private List<Point> grid(boolean isLast) {
        List<Point> points = new ArrayList<>();
        for (KnownOptimizer known : KnownOptimizers.all()) {
            for (List<Double> rates :
                    known.isLast() == isLast ? rates(known.rates().size()) : List.<List<Double>>of()) {
                Analysis analysis = AbstractExecution.ofValid(known.program(rates));
                points.add(new Point(known, rates, Updates.of(analysis, recording, recording.glanced())));
            }
        }
        return List.copyOf(points);
    }

    /** All combinations of so many rates of the grid. */
    private static List<List<Double>> rates(int count) {
        List<List<Double>> combinations = List.of(List.of());
        for (int k = 0; k < count; k++) {
            List<List<Double>> longer = new ArrayList<>();
            for (List<Double> combination : combinations) {
                for (double point : GRID) {
                    List<Double> extended = new ArrayList<>(combination);
                    extended.add(Fit.rateAt(point));
                    longer.add(extended);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
