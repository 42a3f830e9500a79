package savanna.search.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import savanna.search.chart.Curve;
import savanna.search.store.RunQueries;
import savanna.tasks.compare.Statistics;

/**
 * At which price of memory the best program of a run keeps how much of it: what fitness alone prefers is at the lowest
 * prices, and where a step goes down a number kept for each parameter is no longer worth its price: the lower convex
 * hull of the best fitness over states. Statements cost nothing here. Fitness is that of the searches, on the seeds of
 * the searches; they looked where their own price sent them.
 */
final class StatePrices {

    /** Places of a curve, at equal ratios: runs may differ in their steps by orders of magnitude. */
    private static final int PLACES = 400;
    /** Before the first step and beyond the last, so much of the axis. */
    private static final double MARGIN = 3;
    /** What a step must free of a number for each parameter to be seen: one for the whole model is next to nothing. */
    private static final double VISIBLE = 0.02;

    /**
     * Of each run, the states of its best program from each price on; of runs that are repeats, by the name of the
     * first.
     */
    private final Map<String, List<NavigableMap<Double, Double>>> runs = new LinkedHashMap<>();

    /**
     * Adds a run.
     *
     * @param front functions that no other surpasses in fitness and states
     * @param group name of the first of the runs that it repeats, or its own
     */
    void add(List<RunQueries.FunctionRow> front, String group) {
        TreeMap<Double, Double> best = new TreeMap<>();
        front.stream()
                .filter(row -> row.fitness().orElse(Double.POSITIVE_INFINITY) < Double.POSITIVE_INFINITY)
                .forEach(row -> best.merge(row.states(), row.fitness().getAsDouble(), Math::min));
        if (!best.isEmpty()) {
            runs.computeIfAbsent(group, name -> new ArrayList<>()).add(steps(best));
        }
    }

    /** States of the best program over the price of one, a curve for each group: means over its runs. */
    List<Curve> curves() {
        List<Double> prices = prices();
        List<Curve> curves = new ArrayList<>();
        if (prices.isEmpty()) {
            return curves;
        }
        runs.forEach((name, group) -> {
            List<List<Double>> states = prices.stream()
                    .map(price -> group.stream()
                            .map(steps -> steps.floorEntry(price).getValue())
                            .toList())
                    .toList();
            boolean isOne = group.size() == 1;
            curves.add(new Curve(
                    isOne ? name : name + " (" + group.size() + " runs)",
                    Curve.Mark.LINE,
                    prices,
                    states.stream().map(Statistics::mean).toList(),
                    isOne
                            ? List.of()
                            : states.stream().map(Statistics::standardError).toList()));
        });
        return curves;
    }

    /** Around all steps of all runs that can be seen; none if there is no step. */
    private List<Double> prices() {
        var steps = runs.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(run -> run.tailMap(0.0, false).entrySet().stream()
                        .filter(step -> run.lowerEntry(step.getKey()).getValue() - step.getValue() >= VISIBLE)
                        .mapToDouble(Map.Entry::getKey)
                        .filter(Double::isFinite))
                .summaryStatistics();
        if (steps.getCount() == 0) {
            return List.of();
        }
        double first = steps.getMin() / MARGIN;
        double ratio = steps.getMax() * MARGIN / first;
        return IntStream.rangeClosed(0, PLACES)
                .mapToObj(i -> first * Math.pow(ratio, i / (double) PLACES))
                .toList();
    }

    /**
     * From which price on the best program has how many states: from price 0 that of the best fitness, of equal ones
     * the fewest.
     */
    private static NavigableMap<Double, Double> steps(TreeMap<Double, Double> best) {
        double states = Double.NaN;
        double fitness = Double.POSITIVE_INFINITY;
        for (Map.Entry<Double, Double> entry : best.entrySet()) {
            if (entry.getValue() < fitness) {
                fitness = entry.getValue();
                states = entry.getKey();
            }
        }
        NavigableMap<Double, Double> steps = new TreeMap<>(Map.of(0.0, states));
        while (states > best.firstKey()) {
            double price = Double.POSITIVE_INFINITY;
            double next = best.firstKey();
            for (Map.Entry<Double, Double> fewer : best.headMap(states).entrySet()) {
                double level = (fewer.getValue() - best.get(states)) / (states - fewer.getKey());
                if (level < price) {
                    price = level;
                    next = fewer.getKey();
                }
            }
            states = next;
            // Of three on one line the second step may be a rounding before the first.
            steps.put(Math.max(price, steps.lastKey()), states);
        }
        return steps;
    }
}
