package savanna.search.pipeline;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import savanna.search.evolution.Counts;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.evolution.StopReason;
import savanna.search.objective.Cost;
import savanna.search.simplify.MeasuredSimplification;
import savanna.search.training.Measurement;

/**
 * What came out of a run.
 *
 * @param folder where everything is written down, if it is
 * @param searches the searches, in order
 * @param hallOfFame best distinct functions of all searches, by cost on the search seeds, best first
 * @param funnel the stages of the funnel that were reached
 * @param winner the choice among them, if any trained on the fresh seeds
 * @param simplification the winner, simplified as far as its task does not notice, if the config asks for it
 * @param comparison winner and references on seeds that nothing selected on
 * @param cut stages that the end of the run's time cut short, in order
 */
public record RunOutcome(
        Optional<Path> folder,
        List<Search> searches,
        List<HallOfFame.Entry> hallOfFame,
        List<Ranking> funnel,
        Optional<Individual> winner,
        Optional<MeasuredSimplification.Result> simplification,
        List<Compared> comparison,
        List<String> cut) {

    /**
     * One search.
     *
     * @param name of its stage
     * @param reason why it ended
     * @param counts totals
     * @param late totals of its last tenth
     * @param best lowest cost on the search seeds; infinite if no program has one
     */
    public record Search(String name, StopReason reason, Counts counts, Counts late, Cost best) {}

    /**
     * A row of the final comparison.
     *
     * @param name of the program
     * @param factor what its learning rate was multiplied with
     * @param measurement fitness on the report seeds
     * @param byTask of a suite: fitness on each task by its name, on the same seeds; empty for one task
     */
    public record Compared(String name, double factor, Measurement measurement, Map<String, Measurement> byTask) {
        public Compared {
            byTask = Collections.unmodifiableMap(new LinkedHashMap<>(byTask));
        }
    }

    public RunOutcome {
        searches = List.copyOf(searches);
        hallOfFame = List.copyOf(hallOfFame);
        funnel = List.copyOf(funnel);
        comparison = List.copyOf(comparison);
        cut = List.copyOf(cut);
    }

    /** Whether the winner beat the tuned start program, in the stage that chose it. */
    public boolean isWinnerBetter() {
        return funnel.stream()
                .filter(ranking -> !ranking.passed().isEmpty())
                .reduce((earlier, later) -> later)
                .filter(ranking -> winner.filter(ranking.passed()::contains).isPresent())
                .isPresent();
    }
}
