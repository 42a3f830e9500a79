package savanna.search.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import savanna.search.chart.Curve;
import savanna.search.store.RunQueries;
import savanna.tasks.compare.Statistics;

/**
 * At which price of memory the best program of a run keeps how much of it: what fitness alone prefers is at price 0,
 * and where a step goes down a number kept for each parameter is no longer worth its price. Statements cost nothing
 * here. Fitness is that of the searches, on the seeds of the searches.
 */
final class StatePrices {

    /** Places of a curve. */
    private static final int PLACES = 400;
    /** Beyond the last step, so much of the axis. */
    private static final double MARGIN = 1.2;

    /** Of each number of states, its best fitness; of runs that are repeats, by the name of the first. */
    private final Map<String, List<TreeMap<Double, Double>>> runs = new LinkedHashMap<>();

    /**
     * Adds a run.
     *
     * @param front functions that no other surpasses in fitness and states
     * @param group name of the first of the runs that it repeats, or its own
     */
    void add(List<RunQueries.FunctionRow> front, String group) {
        TreeMap<Double, Double> best = new TreeMap<>();
        front.forEach(row -> best.merge(row.states(), row.fitness().orElse(Double.POSITIVE_INFINITY), Math::min));
        if (!best.isEmpty()) {
            runs.computeIfAbsent(group, name -> new ArrayList<>()).add(best);
        }
    }

    /** States of the best program over the price of one, a curve for each group: means over its runs. */
    List<Curve> curves() {
        double last = runs.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(StatePrices::falls)
                .max()
                .orElse(0);
        if (last == 0) {
            return List.of();
        }
        List<Double> prices = IntStream.rangeClosed(0, PLACES)
                .mapToObj(i -> MARGIN * last * i / PLACES)
                .toList();
        List<Curve> curves = new ArrayList<>();
        runs.forEach((name, group) -> {
            List<List<Double>> states = prices.stream()
                    .map(price ->
                            group.stream().map(best -> states(best, price)).toList())
                    .toList();
            boolean isOne = group.size() == 1;
            curves.add(new Curve(
                    isOne ? name : name + " (" + group.size() + " runs)",
                    Curve.Mark.STEPS,
                    prices,
                    states.stream().map(Statistics::mean).toList(),
                    isOne
                            ? List.of()
                            : states.stream().map(Statistics::standardError).toList()));
        });
        return curves;
    }

    /** The states of the best program at a price; of equal ones the fewest. */
    private static double states(TreeMap<Double, Double> best, double price) {
        double states = Double.NaN;
        double lowest = Double.POSITIVE_INFINITY;
        for (Map.Entry<Double, Double> entry : best.entrySet()) {
            double cost = entry.getValue() + price * entry.getKey();
            if (cost < lowest) {
                lowest = cost;
                states = entry.getKey();
            }
        }
        return states;
    }

    /** Prices at which a program of the fewest states is as good as one with more: none is kept beyond the last. */
    private static DoubleStream falls(TreeMap<Double, Double> best) {
        double fewest = best.firstKey();
        double fewestFitness = best.firstEntry().getValue();
        return best.entrySet().stream()
                .filter(entry -> entry.getKey() > fewest && entry.getValue() < fewestFitness)
                .mapToDouble(entry -> (fewestFitness - entry.getValue()) / (entry.getKey() - fewest))
                .filter(Double::isFinite);
    }
}
