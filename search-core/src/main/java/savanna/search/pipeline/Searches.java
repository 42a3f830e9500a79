package savanna.search.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.search.config.NeighbourhoodConfig;
import savanna.search.config.SearchConfig;
import savanna.search.evolution.Individual;
import savanna.search.evolution.SearchSeeds;
import savanna.search.objective.Cost;
import savanna.search.rate.FirstLook;
import savanna.search.store.StageTable;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TrainingRequest;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.TrainingCrashException;

/**
 * All searches of a run: some from the start program, which run at the same time, then some from the best found, one
 * after the other. What comes out does not depend on how many run at a time.
 */
final class Searches {

    private final RunContext run;
    private final Individual start;
    private final List<Individual> starts;
    private final Hurdles hurdles;
    private final SearchSeeds seeds;
    private final AtTheSameTime repeats;
    private final Findings findings = new Findings();

    /** @param interruption ends all searches */
    Searches(RunContext run, Individual start, Interruption interruption) {
        this.run = run;
        this.start = start;
        this.starts = Stream.concat(
                        Stream.of(start),
                        run.config().moreStarts().stream()
                                .map(name -> Individual.start(
                                        run.catalog().programs().apply(name), "start: " + name)))
                .toList();
        this.hurdles = hurdles();
        this.seeds = run.time().finishing(() -> SeedsOfSearches.of(run, start));
        requireOthersTrain();
        int most = run.config().search().atATime();
        this.repeats =
                new AtTheSameTime(most > 0 ? most : run.trainings().slots(), interruption, run.trainings()::close);
    }

    /** Runs them all. */
    Findings run() {
        int count = run.config().search().repeats();
        List<SearchInParts> searches = IntStream.rangeClosed(1, count)
                .mapToObj(number -> new SearchInParts(run.share(), number, StageTable.Origin.START, hurdles, seeds))
                .toList();
        CountDownLatch ended = new CountDownLatch(count - 1);
        repeats.run(IntStream.range(0, count)
                .<Runnable>mapToObj(i -> () -> {
                    try {
                        run(
                                i + 1,
                                searches.get(i),
                                starts.get(i % starts.size()),
                                () -> together(searches.subList(0, i), ended));
                    } finally {
                        ended.countDown();
                    }
                })
                .toList());
        searches.forEach(search -> findings.add(search.findings()));
        for (int number = count + 1; number <= count + run.config().search().restarts(); number++) {
            Individual best = best();
            SearchInParts search = new SearchInParts(
                    run.share(),
                    number,
                    best == start ? StageTable.Origin.START : StageTable.Origin.FOUND,
                    hurdles,
                    seeds);
            run(number, search, best, () -> together(List.of(), new CountDownLatch(0)));
            findings.add(search.findings());
        }
        return findings;
    }

    private void run(int number, SearchInParts search, Individual from, Supplier<Findings> before) {
        SearchConfig config = run.config().search();
        int count = config.repeats() + config.restarts();
        run.listener()
                .begin("search " + number + " of " + count + ": " + config.strategy() + " from "
                        + (number > config.repeats()
                                ? "the best program so far, " + from.hash().id()
                                : run.config().starts().get((number - 1) % starts.size()))
                        + atMost());
        boolean isFollowed = number == count
                || run.config()
                        .neighbourhood()
                        .filter(local -> local.follows() == NeighbourhoodConfig.Follows.LAST)
                        .isEmpty();
        search.begin(
                rounds(number),
                reserve(new Estimates(run).afterSearches(), run.config().time()));
        search.run(from, run.config().neighbourhood().filter(local -> isFollowed), before);
    }

    /** Searches that follow one another from this one on, itself among them: repeats run at the same time. */
    private int rounds(int number) {
        SearchConfig config = run.config().search();
        int waves = (config.repeats() + repeats.most() - 1) / repeats.most();
        return number > config.repeats()
                ? config.repeats() + config.restarts() - number + 1
                : waves - (number - 1) / repeats.most() + config.restarts();
    }

    /** What was found before the last search, once it is known. */
    private Findings together(List<SearchInParts> others, CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Findings all = new Findings();
        all.add(findings);
        others.forEach(search -> all.add(search.findings()));
        return all;
    }

    /** What the searches start from besides the first must train too. */
    private void requireOthersTrain() {
        for (int i = 1; i < starts.size(); i++) {
            TrainingRequest request =
                    starts.get(i).candidate().request(run.task(), run.task().searchSeeds(), Hurdles.none());
            TrainingResult own = run.time().finishing(() -> run.trainings().train(request));
            if (own.outcome() != Outcome.TRAINED) {
                throw new UnusableStartException(new FirstLook(run.task(), List.of())
                                .words(
                                        "the start program "
                                                + run.config().starts().get(i),
                                        own)
                        + ", or leave it out. Nothing was searched");
            }
        }
    }

    private String atMost() {
        OptionalLong programs = run.config().search().programs();
        return programs.isEmpty()
                ? ""
                : "; at most "
                        + new Estimates(run)
                                .of(
                                        run.task(),
                                        programs.getAsLong()
                                                * run.task().searchSeeds().size())
                        + ", less what the cache spares";
    }

    /** Half of the time at least is for the searches: what comes after may need more than there can ever be. */
    private static Duration reserve(Estimate cost, Optional<Duration> whole) {
        return whole.map(time -> cost.time()
                        .map(needed -> needed.multipliedBy(5).dividedBy(4))
                        .filter(needed -> needed.compareTo(time.dividedBy(2)) < 0)
                        .orElse(time.dividedBy(2)))
                .orElse(Duration.ZERO);
    }

    private Individual best() {
        return findings.hallOfFame().stream()
                .findFirst()
                .map(entry -> Individual.start(
                        entry.individual().program(),
                        "start: program " + entry.individual().hash().id()))
                .orElse(start);
    }

    /**
     * The start program must train, or a search would spend its budget on the like of it. Hurdles are fixed once for
     * all searches, so that what a training gives does not depend on when it is made.
     */
    private Hurdles hurdles() {
        Task task = run.task();
        TrainingResult own = run.time()
                .finishing(() ->
                        run.trainings().train(start.candidate().request(task, task.searchSeeds(), Hurdles.none())));
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
        return run.config().search().hurdles().behind(own, task);
    }
}
