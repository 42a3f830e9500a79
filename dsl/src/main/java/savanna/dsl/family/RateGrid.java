package savanna.dsl.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import savanna.dsl.analysis.AbstractExecution;

/**
 * What a known optimizer does on a recording, at a few steps, for rates on a grid. Each point is computed when it is
 * first asked for, and the best one for a program is found from every other point by going uphill, so that most points
 * never are. Safe for use by several threads.
 */
final class RateGrid {

    /** Decimal logarithms of one minus the rate; the first is a rate of zero. */
    private static final double[] POINTS = {0, -0.2, -0.45, -0.7, -1, -1.5, -2, -2.5, -3};

    private final KnownOptimizer known;
    private final StateTracks tracks;
    private final Map<List<Integer>, Updates> updates = new ConcurrentHashMap<>();

    /** The point that is nearest to a program. */
    record Nearest(KnownOptimizer known, List<Double> rates, double direction) {}

    RateGrid(KnownOptimizer known, StateTracks tracks) {
        this.known = known;
        this.tracks = tracks;
    }

    KnownOptimizer known() {
        return known;
    }

    /** @param program at the {@linkplain Recording#glanced() glanced} steps */
    Nearest nearest(Likeness program) {
        List<Integer> best = List.of();
        double direction = Double.NEGATIVE_INFINITY;
        for (List<Integer> start : starts()) {
            double found = direction(start, program);
            if (found > direction) {
                best = start;
                direction = found;
            }
        }
        for (List<Integer> from = List.of(); !from.equals(best); ) {
            from = best;
            for (List<Integer> neighbour : around(from)) {
                double found = direction(neighbour, program);
                if (found > direction) {
                    best = neighbour;
                    direction = found;
                }
            }
        }
        return new Nearest(known, rates(best), direction);
    }

    private double direction(List<Integer> point, Likeness program) {
        return program.to(updates.computeIfAbsent(
                        point,
                        at -> Updates.of(
                                AbstractExecution.ofValid(known.program(rates(at))),
                                tracks,
                                tracks.recording().glanced())))
                .direction();
    }

    private static List<Double> rates(List<Integer> point) {
        return point.stream().map(index -> Fit.rateAt(POINTS[index])).toList();
    }

    /** Every point for one rate, every other one of each for more. */
    private List<List<Integer>> starts() {
        int stride = known.rates().size() > 1 ? 2 : 1;
        List<List<Integer>> points = List.of(List.of());
        for (int k = 0; k < known.rates().size(); k++) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> point : points) {
                for (int index = 0; index < POINTS.length; index += stride) {
                    longer.add(with(point, index));
                }
            }
            points = longer;
        }
        return points;
    }

    /** The point and all beside it. */
    private static List<List<Integer>> around(List<Integer> point) {
        List<List<Integer>> points = List.of(List.of());
        for (int index : point) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> each : points) {
                for (int near = Math.max(0, index - 1); near <= Math.min(POINTS.length - 1, index + 1); near++) {
                    longer.add(with(each, near));
                }
            }
            points = longer;
        }
        return points;
    }

    private static List<Integer> with(List<Integer> point, int index) {
        List<Integer> longer = new ArrayList<>(point);
        longer.add(index);
        return longer;
    }
}
