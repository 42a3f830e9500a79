package savanna.search.store;

import java.util.List;
import java.util.Optional;

/**
 * The meta-validation curve of one search: fitness, on a larger task, of the best program so far.
 *
 * @param stage the search
 * @param rows in the order of programs made
 */
public record MetaCurve(String stage, List<MetaTable.Row> rows) {

    public MetaCurve {
        rows = List.copyOf(rows);
    }

    /** One curve a search. */
    public static List<MetaCurve> of(List<MetaTable.Row> rows) {
        return rows.stream()
                .map(MetaTable.Row::stage)
                .distinct()
                .map(stage -> new MetaCurve(
                        stage,
                        rows.stream().filter(row -> row.stage().equals(stage)).toList()))
                .toList();
    }

    /**
     * Where the curve turns down: the programs made when its best was reached, if it ended worse than that by more than
     * the standard errors of both, or with a program that no longer trains there. From then on the search overfits its
     * own task.
     */
    public Optional<MetaTable.Row> turningPoint() {
        Optional<MetaTable.Row> best = rows.stream()
                .filter(row -> row.fitness().isPresent())
                .reduce((one, other) ->
                        other.fitness().getAsDouble() < one.fitness().getAsDouble() ? other : one);
        return best.filter(row -> isWorse(rows.get(rows.size() - 1), row));
    }

    private static boolean isWorse(MetaTable.Row last, MetaTable.Row best) {
        return last.fitness().isEmpty()
                || last.fitness().getAsDouble() - best.fitness().getAsDouble()
                        > StrictMath.hypot(last.error().orElse(0), best.error().orElse(0));
    }
}
