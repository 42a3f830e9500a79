package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import savanna.search.evolution.Individual;
import savanna.search.objective.Cost;
import savanna.search.objective.Measured;
import savanna.search.objective.Objective;
import savanna.search.training.Measurement;

/**
 * A stage of the funnel: programs ranked on fresh seeds against the baseline tuned for the stage. What counts is cost:
 * fitness plus the prices that the config states. All errors are of paired differences, seed by seed. Measurements are
 * of the programs as tuned for the stage.
 *
 * @param stage such as {@code ranking} or {@code funnel-b}
 * @param task name of the task
 * @param baseline the tuned baseline on the same seeds
 * @param tries variants that were tried to tune it, and as many for each row
 * @param rows best first; programs that failed on a seed last
 */
public record Ranking(String stage, String task, Measurement baseline, int tries, List<Row> rows) {

    /** How programs pass and how one is chosen, in words. */
    public static final String RULE =
            "All are tuned for the stage with the same number of tries. Those that beat the baseline by more than one standard error of the difference pass. Chosen: of those within one standard error of the best of the last "
                    + "stage that any passed, the lowest price, then least states, then fewest live statements. Prices of states and statements, if the config has some, count in differences and order, not in the "
                    + "fitness shown.";

    /**
     * One program.
     *
     * @param individual the program as it was found
     * @param measured fitness and cost of it as tuned, on the same seeds for all rows
     * @param difference in cost to the baseline; absent if one of the two was not trained
     * @param beatsBaseline whether it is better than the baseline by more than one standard error
     * @param isNearBest whether it is within one standard error of the best
     */
    public record Row(
            Individual individual,
            Measured measured,
            Optional<Measured.Difference> difference,
            boolean beatsBaseline,
            boolean isNearBest) {

        public Measurement measurement() {
            return measured.measurement();
        }

        public Cost cost() {
            return measured.cost();
        }
    }

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
            Objective objective) {
        Measured base = measured(baseline, Individual.start(baseline.candidate().program(), "baseline"), objective);
        List<Measured> measured = IntStream.range(0, individuals.size())
                .mapToObj(i -> measured(measurements.get(i), individuals.get(i), objective))
                .toList();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, individuals.size()).boxed().toList());
        order.sort(Comparator.comparing(i -> measured.get(i).cost()));
        List<Row> rows = new ArrayList<>();
        for (int i : order) {
            rows.add(row(individuals.get(i), measured.get(i), base, measured.get(order.get(0))));
        }
        return new Ranking(stage, task, baseline, tries, rows);
    }

    private static Row row(Individual individual, Measured own, Measured baseline, Measured best) {
        Optional<Measured.Difference> difference =
                own.isTrained() && baseline.isTrained() ? Optional.of(own.differenceTo(baseline)) : Optional.empty();
        return new Row(
                individual,
                own,
                difference,
                own.isTrained()
                        && difference
                                .map(paired -> paired.mean() + paired.error() < 0)
                                .orElse(true),
                isNear(own, best));
    }

    private static Measured measured(Measurement measurement, Individual individual, Objective objective) {
        return objective.measured(measurement, objective.memory().of(individual.states()), individual.liveStatements());
    }

    private static boolean isNear(Measured own, Measured best) {
        if (!own.isTrained()) {
            return false;
        }
        Measured.Difference difference = own.differenceTo(best);
        return own == best || difference.mean() <= difference.error();
    }

    /** Those that beat the baseline, best first. */
    List<Individual> passed() {
        return rows.stream().filter(Row::beatsBaseline).map(Row::individual).toList();
    }

    /**
     * The choice: of the programs within one standard error of the best, the simplest: of the lowest price, where the
     * config states prices, then with least state memory, then with fewest live statements, then of the best fitness.
     * None if no program trained on all seeds.
     */
    public Optional<Row> choice() {
        return rows.stream()
                .filter(Row::isNearBest)
                .min(Comparator.comparing(Row::cost, Cost.SIMPLEST_FIRST).thenComparing(Row::cost));
    }
}
