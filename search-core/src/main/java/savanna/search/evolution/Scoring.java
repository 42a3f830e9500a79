package savanna.search.evolution;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.search.training.Candidate;
import savanna.search.training.FunctionMap;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingBatch;
import savanna.tasks.training.TrainingCrashException;
import savanna.tasks.training.TrainingService;

/**
 * Scores batches of programs: what is known by its functional hash is not trained (paper, section 3.2). The hurdles are
 * fixed for the whole search, so that the score of a function does not depend on when it is met. One batch may begin
 * before the last has ended. A function that is met again may earn further seeds, by what was known when its batch
 * began, and so do a few that lead.
 */
final class Scoring {

    private final Objective objective;
    private final Task task;
    private final TrainingService trainings;
    private final Hurdles hurdles;
    private final SearchSeeds seeds;
    private final SearchJournal journal;
    private final Optional<AdjustedMeans> means;
    private final FunctionMap<Valuation> known = new FunctionMap<>();
    /** Functions whose last training crashed: what a batch is told that met one while it was in training. */
    private final Map<FunctionalHash, Valuation> crashed = new HashMap<>();
    /** Those that failed alike share what is known of them. */
    private final Map<Valuation, Valuation> failed = new HashMap<>();
    /** The first program of each function that may earn seeds. */
    private final Map<FunctionalHash, Individual> first = new HashMap<>();
    /** Functions that are in training. */
    private final Set<FunctionalHash> met = new HashSet<>();

    private final HallOfFame hallOfFame;
    /** Functions that have led. */
    private final Set<FunctionalHash> led = new HashSet<>();

    /** Of the leader, after the last batch. */
    private Cost lowest = Cost.none();

    private long falls;
    private final Map<Outcome, Long> rejected = new EnumMap<>(Outcome.class);
    private long programs;
    private long evaluations;
    private long earned;
    /** Training steps made, by all functions. */
    private long steps;

    private long lastTrained;
    private long statements;
    private long redundantStatements;

    Scoring(
            Objective objective,
            Task task,
            TrainingService trainings,
            Hurdles hurdles,
            SearchSeeds seeds,
            SearchJournal journal,
            HallOfFame hallOfFame) {
        this.objective = objective;
        this.task = task;
        this.trainings = trainings;
        this.hurdles = hurdles;
        this.seeds = seeds;
        this.journal = journal;
        this.means = seeds.means();
        this.hallOfFame = hallOfFame;
    }

    /** Scores the program that the search starts from; it does not count among the programs made. */
    Scored start(Individual start) {
        TrainingResult result = trainings.train(start.candidate().request(task, seeds.first(), Hurdles.none()));
        if (result.outcome() == Outcome.CRASHED) {
            throw new TrainingCrashException("the start program crashed on " + task.name() + ": " + result.text());
        }
        Scored scored = record(seeds.score(start, result, objective));
        seeLeader();
        journal.batch(List.of(start), List.of(scored), counts());
        return scored;
    }

    /**
     * A batch of programs just made.
     *
     * @param made in order
     * @param unknown the first program of each function that is new to the search
     * @param earning functions that have earned seeds, each with what it has
     * @param training of the unknown, then of the earning
     */
    record Batch(List<Individual> made, List<Individual> unknown, List<Scored> earning, TrainingBatch training) {}

    /** Begins to score a batch. */
    Batch begin(List<Individual> made) {
        List<Individual> unknown = made.stream()
                .filter(individual -> !known.contains(individual.hash()) && met.add(individual.hash()))
                .toList();
        List<TrainingRequest> requests = new ArrayList<>(Candidate.requests(
                task, unknown.stream().map(Individual::candidate).toList(), seeds.first(), hurdles));
        List<Scored> earning = earning(made);
        // One hard seed among many is no reason to lose what was good on all others.
        earning.forEach(function ->
                requests.add(function.individual().candidate().request(task, earnedBy(function), hurdles.ofLosses())));
        return new Batch(made, unknown, earning, trainings.submit(requests));
    }

    /** What is met, and a few leaders that are not: luck on few seeds would keep these in front. */
    private List<Scored> earning(List<Individual> made) {
        if (!seeds.areByNeed()) {
            return List.of();
        }
        List<Scored> earning = made.stream()
                .map(individual -> first.get(individual.hash()))
                .filter(Objects::nonNull)
                .map(function -> new Scored(function, known.get(function.hash()).orElseThrow()))
                .filter(this::begins)
                .collect(Collectors.toCollection(ArrayList::new));
        hallOfFame.entries().stream()
                .map(entry -> new Scored(entry.individual(), entry.score()))
                .filter(this::begins)
                .limit(seeds.leaders())
                .forEach(earning::add);
        return earning;
    }

    /** Whether it earns seeds and is not in training yet. */
    private boolean begins(Scored function) {
        return !earnedBy(function).isEmpty() && met.add(function.individual().hash());
    }

    private List<Long> earnedBy(Scored function) {
        return hallOfFame.best().map(best -> seeds.earned(function, best)).orElse(List.of());
    }

    /**
     * What is known when a batch has ended.
     *
     * @param made its programs with their scores, in order
     * @param others functions met before that have another score now
     */
    record Ended(List<Scored> made, List<Scored> others) {}

    /** Waits for the scores of a batch; batches end in the order in which they begin. */
    Ended end(Batch batch) {
        List<TrainingResult> evaluated = batch.training.await();
        evaluated.forEach(result -> steps += result.steps());
        int unknown = batch.unknown.size();
        List<Scored> fresh = IntStream.range(0, unknown)
                .mapToObj(i -> seeds.score(batch.unknown.get(i), evaluated.get(i), objective))
                .toList();
        List<Scored> further = IntStream.range(0, batch.earning.size())
                .mapToObj(i -> seeds.score(batch.earning.get(i), evaluated.get(unknown + i), objective))
                .toList();
        List<Scored> others = new ArrayList<>();
        means.ifPresent(known -> others.addAll(rescore(known, fresh, further)));
        List<Scored> scored = new ArrayList<>(evaluated.size());
        for (Scored function : fresh) {
            scored.add(record(adjusted(function)));
            if (!function.score().isTrained()) {
                rejected.merge(function.score().outcome(), 1L, Long::sum);
            }
        }
        for (int i = 0; i < further.size(); i++) {
            scored.add(earned(batch.earning.get(i), adjusted(further.get(i)), evaluated.get(unknown + i)));
        }
        others.addAll(scored.subList(unknown, scored.size()));
        seeLeader();
        count(batch.made, unknown);
        journal.batch(batch.made, scored, counts());
        List<Scored> all = batch.made.stream()
                .map(individual -> new Scored(
                        individual, known.get(individual.hash()).orElseGet(() -> crashed.get(individual.hash()))))
                .toList();
        if (all.stream().anyMatch(each -> each.score().isTrained())) {
            lastTrained = programs;
        }
        return new Ended(all, others);
    }

    /** What a batch tells of seeds changes the scores of those that lead, too. */
    private List<Scored> rescore(AdjustedMeans by, List<Scored> fresh, List<Scored> further) {
        by.learn(fresh);
        by.learn(further);
        hallOfFame.rescore(by::adjusted);
        List<HallOfFame.Entry> kept = hallOfFame.kept();
        kept.forEach(entry -> known.put(entry.individual().hash(), entry.score()));
        return kept.stream()
                .map(entry -> new Scored(entry.individual(), entry.score()))
                .toList();
    }

    /** After each batch; between two there may be many leaders. */
    private void seeLeader() {
        hallOfFame.best().ifPresent(best -> {
            Cost bound = best.score().bound();
            if (led.add(best.individual().hash()) && bound.compareTo(lowest) < 0) {
                falls++;
            }
            lowest = bound;
        });
    }

    private Scored adjusted(Scored scored) {
        return means.map(by -> by.adjusted(scored)).orElse(scored);
    }

    /** Ends the search: every function gets the score that it has by all that is known. */
    void finish() {
        List<Scored> last = first.values().stream()
                .map(individual ->
                        new Scored(individual, known.get(individual.hash()).orElseThrow()))
                .filter(function -> function.score().isTrained())
                .map(this::adjusted)
                .toList();
        if (!last.isEmpty()) {
            journal.batch(List.of(), last, counts());
        }
    }

    /** Gives a batch up, as if it had never been made. */
    void abandon(Batch batch) {
        batch.training.abandon();
    }

    /** Programs made since the last batch with one that trains. */
    long barren() {
        return programs - lastTrained;
    }

    Counts counts() {
        return new Counts(
                programs,
                evaluations,
                earned / seeds.first().size(),
                steps / (double) task.steps(),
                rejected,
                statements,
                redundantStatements,
                hallOfFame.best().map(HallOfFame.Entry::cost).orElse(Cost.none()),
                hallOfFame.best().map(best -> best.score().bound()).orElse(Cost.none()),
                falls);
    }

    private Scored record(Scored scored) {
        Individual individual = scored.individual();
        if (scored.score().outcome() == Outcome.CRASHED) {
            crashed.put(individual.hash(), scored.score());
        } else {
            crashed.remove(individual.hash());
            known.put(individual.hash(), shared(scored.score()));
        }
        if (seeds.areByNeed() && scored.score().isTrained()) {
            first.put(individual.hash(), individual);
        }
        met.remove(individual.hash());
        hallOfFame.offer(individual, scored.score());
        return scored;
    }

    private Valuation shared(Valuation score) {
        return score.isTrained() ? score : failed.computeIfAbsent(score, same -> same);
    }

    /** A function whose place was lost keeps the score that it has. */
    private Scored earned(Scored before, Scored now, TrainingResult further) {
        met.remove(before.individual().hash());
        if (further.outcome() == Outcome.CRASHED) {
            return before;
        }
        earned += further.runs().size();
        Valuation last = known.get(now.individual().hash()).orElseThrow();
        known.put(now.individual().hash(), now.score());
        hallOfFame.change(now.individual(), last, now.score());
        return now;
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
