package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import savanna.search.evolution.Individual;
import savanna.search.neighbourhood.Price;
import savanna.search.training.Measurement;

/**
 * A stage of the funnel: programs ranked on fresh seeds against the baseline tuned for the stage. What counts is
 * fitness plus the price of complexity, if the config states one. All errors are of paired differences, seed by seed.
 *
 * @param stage such as {@code ranking} or {@code funnel-b}
 * @param task name of the task
 * @param baseline the tuned baseline on the same seeds
 * @param tries variants that were tried to tune it
 * @param rows best first; programs that failed on a seed last
 */
public record Ranking(String stage, String task, Measurement baseline, int tries, List<Row> rows) {

    /** How programs pass and how one is chosen, in words. */
    public static final String RULE =
            "Those that beat the baseline by more than one standard error of the difference pass. Chosen: of those within one standard error of the best of the last "
                    + "stage that any passed, least states, then fewest live statements. Prices of states and statements, if the config has some, count in differences and order, not in the "
                    + "fitness shown.";

    /**
     * One program.
     *
     * @param individual the program
     * @param measurement its fitness, on the same seeds for all rows
     * @param difference to the baseline, prices included; negative is better. Absent if one of the two was not trained
     * @param differenceError its standard error
     * @param beatsBaseline whether it is better than the baseline by more than one standard error
     * @param isNearBest whether it is within one standard error of the best
     */
    public record Row(
            Individual individual,
            Measurement measurement,
            OptionalDouble difference,
            OptionalDouble differenceError,
            boolean beatsBaseline,
            boolean isNearBest) {}

    public Ranking {
        rows = List.copyOf(rows);
    }

    /** Ranks programs by their measurements, in the same order. */
    static Ranking of(
            String stage,
            String task,
            Measurement baseline,
            int tries,
            List<Individual> individuals,
            List<Measurement> measurements,
            Price price) {
        Measurement pricedBaseline =
                priced(baseline, Individual.start(baseline.candidate().program(), "baseline"), price);
        List<Measurement> priced = IntStream.range(0, individuals.size())
                .mapToObj(i -> priced(measurements.get(i), individuals.get(i), price))
                .toList();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, individuals.size()).boxed().toList());
        order.sort(Comparator.comparingDouble(i -> priced.get(i).mean()));
        List<Row> rows = new ArrayList<>();
        for (int i : order) {
            Measurement own = priced.get(i);
            boolean isPair = own.isTrained() && baseline.isTrained();
            OptionalDouble difference =
                    isPair ? OptionalDouble.of(own.differenceTo(pricedBaseline)) : OptionalDouble.empty();
            OptionalDouble error =
                    isPair ? OptionalDouble.of(own.differenceError(pricedBaseline)) : OptionalDouble.empty();
            boolean beats = own.isTrained() && (!isPair || difference.getAsDouble() + error.getAsDouble() < 0);
            rows.add(new Row(
                    individuals.get(i),
                    measurements.get(i),
                    difference,
                    error,
                    beats,
                    isNear(own, priced.get(order.get(0)))));
        }
        return new Ranking(stage, task, baseline, tries, rows);
    }

    private static Measurement priced(Measurement measurement, Individual individual, Price price) {
        return measurement.plus(price.of(individual.liveStates(), individual.liveStatements()));
    }

    private static boolean isNear(Measurement measurement, Measurement best) {
        return measurement.isTrained()
                && (measurement == best || measurement.differenceTo(best) <= measurement.differenceError(best));
    }

    /** How the baseline came about, in words. */
    public String baselineWords() {
        return "baseline, " + (tries == 0 ? "as shipped" : "best of " + tries + " variants");
    }

    /** Those that beat the baseline, best first. */
    List<Individual> passed() {
        return rows.stream().filter(Row::beatsBaseline).map(Row::individual).toList();
    }

    /**
     * The choice: of the programs within one standard error of the best, the one with least state memory, then fewest
     * live statements, then best fitness. None if no program trained on all seeds.
     */
    public Optional<Row> choice() {
        return rows.stream()
                .filter(Row::isNearBest)
                .min(Comparator.<Row>comparingInt(row -> row.individual().liveStates())
                        .thenComparingInt(row -> row.individual().liveStatements())
                        .thenComparingDouble(row -> row.measurement().mean()));
    }
}
