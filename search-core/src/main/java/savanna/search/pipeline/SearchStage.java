package savanna.search.pipeline;

import java.util.Optional;
import savanna.search.config.SearchConfig;
import savanna.search.evolution.Budget;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Lull;
import savanna.search.evolution.Search;
import savanna.search.evolution.SearchSeeds;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.StrategyKind;
import savanna.search.random.RandomStreams;
import savanna.search.rate.UpdateSize;
import savanna.search.store.SearchTables;
import savanna.search.store.StageTable;
import savanna.search.strategy.Strategies;
import savanna.search.text.Numbers;
import savanna.tasks.GradientSample;
import savanna.tasks.Hurdles;

/** Runs one search of a run and writes it down. */
final class SearchStage {

    private final RunContext run;
    private final Hurdles hurdles;
    private final SearchSeeds seeds;
    private final int kept;

    /** @param kept functions kept in the hall of fame */
    SearchStage(RunContext run, Hurdles hurdles, SearchSeeds seeds, int kept) {
        this.run = run;
        this.hurdles = hurdles;
        this.seeds = seeds;
        this.kept = kept;
    }

    /** A search that has ended. */
    record Ended(RunOutcome.Search summary, Search.Result outcome) {}

    Ended run(String name, long position, StageTable.Origin origin, Individual start, Budget budget, Lull lull) {
        SearchConfig config = run.config().search();
        StageTable stages = run.store().stages();
        StageTable.Stage before = stages.begin(
                name, position, config.strategy(), origin, start.hash().toString());
        SearchTables journal = run.store().search(name);
        StageClock clock = new StageClock(
                before, budget, lull, journal.written(), run.trainings(), stages, run.listener(), run.time());
        LateCounts late = new LateCounts();
        Optional<MetaValidation> meta = run.config()
                .metaValidation()
                .flatMap(configured -> run.metaTask().map(task -> new MetaValidation(run, configured, task, name)));
        RandomStreams random = run.streams("search", name);
        Search search = new Search(run.objective(), run.task(), run.trainings(), hurdles, seeds, kept, journal);
        StrategyKind strategy = Strategies.KNOWN.get(config.strategy());
        Search.Result outcome = search.run(
                start,
                scored -> strategy.begin(
                        new SearchStart(scored, config.setting(), random, () -> gradients(start, random))),
                counts -> {
                    late.add(counts);
                    search.best().ifPresent(best -> run.listener().best(best, start));
                    search.best()
                            .ifPresent(best -> meta.ifPresent(validation -> validation.look(counts.programs(), best)));
                    return clock.stop(counts);
                });
        journal.end(outcome.counts());
        stages.end(
                name,
                outcome.reason().name(),
                outcome.counts().programs(),
                outcome.counts().evaluations());
        run.listener()
                .end(name + " ended because " + outcome.reason().words() + "; " + clock.busyWords() + diedOut(outcome));
        return new Ended(
                new RunOutcome.Search(
                        name,
                        outcome.reason(),
                        outcome.counts(),
                        late.lastTenth(),
                        outcome.counts().best()),
                outcome);
    }

    /** Said where parents that fail have only children that fail, so that the rest of the budget was for nothing. */
    private String diedOut(Search.Result outcome) {
        SearchConfig config = run.config().search();
        return outcome.barren() < config.population() || !config.strategy().equals("evolution")
                ? ""
                : "; none of its last " + Numbers.count(outcome.barren()) + " programs trains: the population died out"
                        + (config.selector().equals("tournament")
                                ? ". `search.selector: viable` takes parents from what trains"
                                : "");
    }

    private Optional<GradientSample> gradients(Individual start, RandomStreams random) {
        long seed = random.stream("gradients").nextLong() >>> 11;
        Optional<GradientSample> recorded = UpdateSize.record(start.candidate(), run.task(), seed, run.trainings());
        if (recorded.isEmpty()) {
            run.listener()
                    .end(run.task().name()
                            + " tells no gradients of the start program, so no sizes of updates are matched");
        }
        return recorded;
    }
}
