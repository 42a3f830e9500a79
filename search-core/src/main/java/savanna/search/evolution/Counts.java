package savanna.search.evolution;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import savanna.search.objective.Cost;
import savanna.tasks.Outcome;

/**
 * Totals of a search.
 *
 * @param programs programs made
 * @param evaluations functions that met training; the others were known by their hash
 * @param further what was trained on further seeds, which functions had earned, in evaluations: so many first seeds are
 *     one
 * @param trainings what was trained, in whole trainings of the task: those that ended early count by their steps
 * @param rejected evaluations without fitness, by reason
 * @param statements statements of all programs made
 * @param redundantStatements those among them that are redundant
 * @param best cost of the best program; infinite while there is none
 * @param bound the same at its upper standard error, by which it is the best
 * @param falls times that the bound fell for a function that had never led
 */
public record Counts(
        long programs,
        long evaluations,
        long further,
        double trainings,
        Map<Outcome, Long> rejected,
        long statements,
        long redundantStatements,
        Cost best,
        Cost bound,
        long falls) {

    public Counts {
        rejected = rejected.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(rejected));
    }

    /** Before anything is made. */
    public static Counts none() {
        return new Counts(0, 0, 0, 0, Map.of(), 0, 0, Cost.none(), Cost.none(), 0);
    }

    /** What counts against a budget of evaluations. */
    public long charged() {
        return evaluations + further;
    }

    /** Programs whose function was known already. */
    public long hits() {
        return programs - evaluations;
    }

    /** Share of programs whose function was known already, 0 to 1. */
    public double hitShare() {
        return programs == 0 ? 0 : hits() / (double) programs;
    }

    /** Share of statements that are redundant, 0 to 1. */
    public double redundantShare() {
        return statements == 0 ? 0 : redundantStatements / (double) statements;
    }

    /** What happened since an earlier moment of the same search. */
    public Counts since(Counts earlier) {
        Map<Outcome, Long> difference = rejected.keySet().stream()
                .collect(Collectors.toMap(
                        reason -> reason, reason -> rejected.get(reason) - earlier.rejected.getOrDefault(reason, 0L)));
        return new Counts(
                programs - earlier.programs,
                evaluations - earlier.evaluations,
                further - earlier.further,
                trainings - earlier.trainings,
                difference,
                statements - earlier.statements,
                redundantStatements - earlier.redundantStatements,
                best,
                bound,
                falls - earlier.falls);
    }
}
