package savanna.search.evolution;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import savanna.search.objective.Objective;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.training.TimeUpException;
import savanna.tasks.training.TrainingService;

/**
 * Drives a {@link Strategy}: has what it proposes scored and tells it the scores. One batch is made ahead: while a
 * batch is trained, the next is proposed from what was known before it, as in the paper's asynchronous search but in a
 * fixed order, so that neither a thread's speed nor an interruption matters.
 */
public final class Search {

    /**
     * How a search ended.
     *
     * @param reason why
     * @param counts totals
     * @param hallOfFame best distinct functions, best first
     * @param barren programs made since one that trains
     */
    public record Result(StopReason reason, Counts counts, List<HallOfFame.Entry> hallOfFame, long barren) {
        public Result {
            hallOfFame = List.copyOf(hallOfFame);
        }
    }

    private final Scoring scoring;
    private final HallOfFame hallOfFame;
    private long proposed;

    /**
     * @param hurdles fixed for the whole search
     * @param seeds on which functions are trained
     * @param kept most functions kept in the hall of fame
     */
    public Search(
            Objective objective,
            Task task,
            TrainingService trainings,
            Hurdles hurdles,
            SearchSeeds seeds,
            int kept,
            SearchJournal journal) {
        this.hallOfFame = seeds.areByNeed() ? HallOfFame.ofChangingScores(kept) : new HallOfFame(kept);
        this.scoring = new Scoring(objective, task, trainings, hurdles, seeds, journal, hallOfFame);
    }

    /**
     * Searches from a program until the rule says so; it is asked before the first batch and after each.
     *
     * @param begin makes the strategy, from the start and its score
     * @throws savanna.tasks.training.InterruptedRunException if asked to stop
     */
    public Result run(Individual start, Function<Scored, Strategy> begin, StoppingRule rule) {
        Strategy strategy = begin.apply(scoring.start(start));
        Optional<Scoring.Batch> ahead = Optional.empty();
        while (true) {
            Optional<StopReason> reason = rule.stop(scoring.counts());
            if (reason.isPresent()) {
                ahead.ifPresent(scoring::abandon);
                return result(reason.get());
            }
            Scoring.Batch next = scoring.begin(proposal(strategy));
            try {
                ahead.map(scoring::end).ifPresent(ended -> {
                    strategy.rescored(ended.others());
                    strategy.observe(ended.made());
                });
            } catch (TimeUpException up) {
                // As if the rule had said so before that batch, where a search that is repeated will end.
                scoring.abandon(next);
                return result(StopReason.TIME);
            }
            ahead = Optional.of(next);
        }
    }

    private Result result(StopReason reason) {
        scoring.finish();
        return new Result(reason, scoring.counts(), hallOfFame.entries(), scoring.barren());
    }

    /** The best program so far. */
    public Optional<HallOfFame.Entry> best() {
        return hallOfFame.best();
    }

    private List<Individual> proposal(Strategy strategy) {
        List<Individual> batch = strategy.propose();
        if (batch.isEmpty()) {
            throw new IllegalStateException(strategy.getClass().getName() + " proposed no program");
        }
        for (Individual individual : batch) {
            proposed++;
            if (individual.number() != proposed) {
                throw new IllegalStateException(strategy.getClass().getName() + " proposed program number "
                        + individual.number() + " as the " + proposed + "th; Births numbers them");
            }
        }
        return batch;
    }
}
