package savanna.search.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.config.NeighbourhoodConfig;
import savanna.search.config.SearchConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.objective.Cost;
import savanna.search.rate.FirstLook;
import savanna.search.store.StageTable;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingCrashException;

/**
 * All searches of a run: some from the start program, then some from the best found. Each may be cut into parts, with a
 * neighbourhood search after each part from which the next part starts.
 */
final class Searches {

    private final RunContext run;
    private final Individual start;
    private final Hurdles hurdles;
    private final List<RunOutcome.Search> summaries = new ArrayList<>();
    private final Map<FunctionalHash, HallOfFame.Entry> found = new LinkedHashMap<>();
    private final List<FunctionalHash> rested = new ArrayList<>();

    Searches(RunContext run, Individual start) {
        this.run = run;
        this.start = start;
        this.hurdles = hurdles();
    }

    /** The searches, in order. */
    List<RunOutcome.Search> summaries() {
        return summaries;
    }

    /** Best distinct functions of all searches, best first. */
    List<HallOfFame.Entry> hallOfFame() {
        return found.values().stream()
                .sorted(Comparator.comparing(HallOfFame.Entry::cost))
                .toList();
    }

    /**
     * What enters the funnel: where the neighbourhood searches came to rest, which has stood its ground on many seeds,
     * then the best of the hall of fame.
     *
     * @param count most of them
     */
    List<Individual> candidates(int count) {
        Stream<HallOfFame.Entry> stood = rested.stream().map(found::get);
        return Stream.concat(stood, hallOfFame().stream())
                .map(HallOfFame.Entry::individual)
                .distinct()
                .limit(count)
                .toList();
    }

    void run() {
        SearchConfig config = run.config().search();
        int count = config.repeats() + config.restarts();
        for (int i = 1; i <= count; i++) {
            boolean isRestart = i > config.repeats();
            Individual from = isRestart ? best() : start;
            run.listener()
                    .begin("search " + i + " of " + count + ": "
                            + config.strategy() + " from "
                            + (isRestart
                                    ? "the best program so far, " + from.hash().id()
                                    : run.config().start()));
            search("search-" + i, from, i == count);
        }
    }

    private Individual best() {
        return hallOfFame().stream()
                .findFirst()
                .map(entry -> Individual.start(
                        entry.individual().program(),
                        "start: program " + entry.individual().hash().id()))
                .orElse(start);
    }

    private void search(String name, Individual from, boolean isLast) {
        boolean isForAll = run.config()
                .neighbourhood()
                .map(config -> config.follows() == NeighbourhoodConfig.Follows.LAST)
                .orElse(false);
        Optional<NeighbourhoodConfig> neighbourhood =
                run.config().neighbourhood().filter(config -> isLast || !isForAll);
        Individual next = from;
        OptionalLong every = neighbourhood.map(NeighbourhoodConfig::every).orElse(OptionalLong.empty());
        Allowance allowance = new Allowance(run.config().search().budget(), every);
        for (int part = 1; allowance.isLeft(); part++) {
            String partName = every.isEmpty() ? name : name + "-part-" + part;
            List<HallOfFame.Entry> hallOfFame = part(partName, next, allowance);
            if (neighbourhood.isPresent() && !hallOfFame.isEmpty()) {
                Optional<HallOfFame.Entry> reached = new NeighbourhoodStage(run, neighbourhood.get(), hurdles)
                        .run(partName + "-neighbourhood", isForAll ? hallOfFame() : hallOfFame);
                reached.ifPresent(entry -> {
                    found.putIfAbsent(entry.individual().hash(), entry);
                    rested.add(entry.individual().hash());
                });
                next = reached.map(entry -> Individual.start(
                                entry.individual().program(),
                                "start: program " + entry.individual().hash().id()))
                        .orElse(next);
            }
        }
    }

    private List<HallOfFame.Entry> part(String name, Individual from, Allowance allowance) {
        int kept = Math.max(
                run.config().report().rows(),
                8
                        * Math.max(
                                run.config().ranking().candidates(),
                                run.config()
                                        .neighbourhood()
                                        .map(NeighbourhoodConfig::starts)
                                        .orElse(0)));
        SearchStage.Ended ended = new SearchStage(run, hurdles, kept)
                .run(
                        name,
                        from == start ? StageTable.Origin.START : StageTable.Origin.FOUND,
                        from,
                        allowance.part(),
                        allowance.lull());
        StageTable.Stage stage = run.store().stages().find(name).orElseThrow();
        allowance.spend(
                ended.outcome().reason(),
                ended.outcome().counts(),
                Duration.ofMillis(stage.trainingMs()),
                Duration.ofMillis(stage.elapsedMs()));
        summaries.add(ended.summary());
        ended.outcome()
                .hallOfFame()
                .forEach(entry -> found.putIfAbsent(entry.individual().hash(), entry));
        return ended.outcome().hallOfFame();
    }

    /**
     * The start program must train, or a search would spend its budget on the like of it. Hurdles are fixed once for
     * all searches, so that what a training gives does not depend on when it is made.
     */
    private Hurdles hurdles() {
        Task task = run.task();
        TrainingResult own = run.trainings().train(start.candidate().request(task, task.searchSeeds(), Hurdles.none()));
        if (own.outcome() == Outcome.CRASHED) {
            throw new TrainingCrashException("the start program crashed on " + task.name() + ": " + own.text());
        }
        if (own.outcome() != Outcome.TRAINED) {
            throw new UnusableStartException(new FirstLook(task, List.of())
                            .words("the start program " + run.config().start(), own)
                    + ", or begin with another program. Nothing was searched");
        }
        OptionalDouble target = run.config().search().target();
        Cost cost = start.cost(own.fitness().getAsDouble(), run.objective());
        if (target.isPresent() && cost.total() <= target.getAsDouble()) {
            throw new UnusableStartException("the start program " + run.config().start() + " has reached search.target "
                    + target.getAsDouble() + " already, with " + cost.total() + "; expected a lower target");
        }
        return run.config().search().hurdleFactor().isPresent()
                ? Hurdles.behind(own, task, run.config().search().hurdleFactor().getAsDouble())
                : Hurdles.none();
    }
}
