package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import savanna.search.evolution.Individual;
import savanna.search.training.Measurement;

/**
 * Programs ranked on fresh seeds, best first, and the choice among them: of those within one standard error of the best, the one with
 * least state memory, then fewest live statements, then best fitness. Errors are of paired differences, seed by seed.
 *
 * @param rows best first; those that failed on a seed last
 */
public record Ranking(List<Row> rows) {

    /**
     * One program.
     *
     * @param individual  the program
     * @param measurement its fitness, on the same seeds for all rows
     * @param isNearBest  whether it is within one standard error of the best
     */
    public record Row(Individual individual, Measurement measurement, boolean isNearBest) {}

    public Ranking {
        rows = List.copyOf(rows);
    }

    /** Ranks programs by their measurements, in the same order. */
    static Ranking of(List<Individual> individuals, List<Measurement> measurements) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < individuals.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> measurements.get(i).mean()));
        List<Row> rows = new ArrayList<>();
        for (int i : order) {
            rows.add(new Row(individuals.get(i), measurements.get(i), isNear(measurements.get(i), measurements.get(order.get(0)))));
        }
        return new Ranking(rows);
    }

    private static boolean isNear(Measurement measurement, Measurement best) {
        return measurement.isTrained() && (measurement == best || measurement.differenceTo(best) <= measurement.differenceError(best));
    }

    /** The choice; none if no program trained on all seeds. */
    public Optional<Row> choice() {
        return rows.stream().filter(Row::isNearBest).min(Comparator.<Row>comparingInt(row -> row.individual().liveStates())
                .thenComparingInt(row -> row.individual().liveStatements())
                .thenComparingDouble(row -> row.measurement().mean()));
    }
}
