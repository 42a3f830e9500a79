package savanna.search.evolution;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.objective.Objective;
import savanna.search.training.Candidate;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingBatch;
import savanna.tasks.training.TrainingCrashException;
import savanna.tasks.training.TrainingService;

/**
 * Scores batches of programs: what is known by its functional hash is not trained (paper, section 3.2). The hurdles are
 * fixed for the whole search, so that the score of a function does not depend on when it is met. One batch may begin
 * before the last has ended.
 */
final class Scoring {

    private final Objective objective;
    private final Task task;
    private final TrainingService trainings;
    private final Hurdles hurdles;
    private final SearchJournal journal;
    private final Map<FunctionalHash, Valuation> known = new HashMap<>();
    /** Functions that are in training. */
    private final Set<FunctionalHash> met = new HashSet<>();

    private final HallOfFame hallOfFame;
    private final Map<Outcome, Long> rejected = new EnumMap<>(Outcome.class);
    private long programs;
    private long evaluations;
    private long statements;
    private long redundantStatements;

    Scoring(
            Objective objective,
            Task task,
            TrainingService trainings,
            Hurdles hurdles,
            SearchJournal journal,
            HallOfFame hallOfFame) {
        this.objective = objective;
        this.task = task;
        this.trainings = trainings;
        this.hurdles = hurdles;
        this.journal = journal;
        this.hallOfFame = hallOfFame;
    }

    /** Scores the program that the search starts from; it does not count among the programs made. */
    Scored start(Individual start) {
        TrainingResult result = trainings.train(start.candidate().request(task, task.searchSeeds(), hurdles));
        if (result.outcome() == Outcome.CRASHED) {
            throw new TrainingCrashException("the start program crashed on " + task.name() + ": " + result.text());
        }
        Scored scored = record(start, result);
        journal.batch(List.of(start), List.of(scored), counts());
        return scored;
    }

    /**
     * A batch of programs just made.
     *
     * @param made in order
     * @param unknown the first program of each function that is new to the search
     * @param training of those
     */
    record Batch(List<Individual> made, List<Individual> unknown, TrainingBatch training) {}

    /** Begins to score a batch. */
    Batch begin(List<Individual> made) {
        List<Individual> unknown = made.stream()
                .filter(individual -> !known.containsKey(individual.hash()) && met.add(individual.hash()))
                .toList();
        return new Batch(
                made,
                unknown,
                trainings.submit(Candidate.requests(
                        task, unknown.stream().map(Individual::candidate).toList(), task.searchSeeds(), hurdles)));
    }

    /** Waits for the scores of a batch, in order; batches end in the order in which they begin. */
    List<Scored> end(Batch batch) {
        List<TrainingResult> evaluated = batch.training.await();
        List<Scored> scored = new ArrayList<>(batch.unknown.size());
        for (int i = 0; i < batch.unknown.size(); i++) {
            scored.add(record(batch.unknown.get(i), evaluated.get(i)));
            if (evaluated.get(i).outcome() != Outcome.TRAINED) {
                rejected.merge(evaluated.get(i).outcome(), 1L, Long::sum);
            }
        }
        count(batch.made, batch.unknown.size());
        journal.batch(batch.made, scored, counts());
        Map<FunctionalHash, Valuation> crashed = new HashMap<>();
        scored.forEach(each -> crashed.put(each.individual().hash(), each.score()));
        return batch.made.stream()
                .map(individual ->
                        new Scored(individual, known.getOrDefault(individual.hash(), crashed.get(individual.hash()))))
                .toList();
    }

    /** Gives a batch up, as if it had never been made. */
    void abandon(Batch batch) {
        batch.training.abandon();
    }

    Counts counts() {
        return new Counts(programs, evaluations, rejected, statements, redundantStatements, hallOfFame.lowestCost());
    }

    private Scored record(Individual individual, TrainingResult evaluation) {
        Scored scored = Scored.of(individual, evaluation, objective);
        if (evaluation.outcome() != Outcome.CRASHED) {
            known.put(individual.hash(), scored.score());
        }
        met.remove(individual.hash());
        hallOfFame.offer(individual, scored.score());
        return scored;
    }

    private void count(List<Individual> batch, int unknown) {
        evaluations += unknown;
        for (Individual individual : batch) {
            programs++;
            statements += individual.statements();
            redundantStatements += individual.statements() - individual.liveStatements();
        }
    }
}
