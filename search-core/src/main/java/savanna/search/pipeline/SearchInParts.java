package savanna.search.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import savanna.search.config.NeighbourhoodConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.evolution.SearchSeeds;
import savanna.search.store.StageTable;
import savanna.tasks.Hurdles;

/**
 * One search of a run. It may be cut into parts, with a neighbourhood search after each part from which the next part
 * starts. What it comes to depends on no other search, unless its neighbourhood searches begin from the best of all.
 */
final class SearchInParts {

    /** Stages of one search are together, in the order of the searches. */
    private static final long MOST_STAGES = 1L << 32;

    /** Of a search and the neighbourhood search after it, where the run has a time. */
    private static final double SEARCH_SHARE = 0.6;

    private final RunContext run;
    private final String name;
    private final StageTable.Origin origin;
    private final Hurdles hurdles;
    private final SearchSeeds seeds;
    private final Findings findings = new Findings();
    private long position;

    /**
     * @param number of the search in the run, from 1
     * @param origin where its start comes from
     */
    SearchInParts(RunContext run, int number, StageTable.Origin origin, Hurdles hurdles, SearchSeeds seeds) {
        this.run = run;
        this.name = "search-" + number;
        this.origin = origin;
        this.hurdles = hurdles;
        this.seeds = seeds;
        this.position = number * MOST_STAGES;
    }

    /**
     * Its time begins.
     *
     * @param rounds searches that follow one another from here on
     * @param reserve time for what comes after them all
     */
    void begin(int rounds, Duration reserve) {
        run.time().part(rounds, reserve);
    }

    /** What it has found so far. */
    Findings findings() {
        return findings;
    }

    /**
     * Runs to the end of the budget.
     *
     * @param from where it starts
     * @param neighbourhood what follows each part
     * @param before what other searches found, for a neighbourhood search that begins from the best of all; waits for
     *     them
     */
    void run(Individual from, Optional<NeighbourhoodConfig> neighbourhood, Supplier<Findings> before) {
        OptionalLong every = neighbourhood.map(NeighbourhoodConfig::every).orElse(OptionalLong.empty());
        Allowance allowance = new Allowance(run.config().search().budget(), every);
        Individual next = from;
        for (int part = 1; allowance.isLeft(); part++) {
            String partName = every.isEmpty() ? name : name + "-part-" + part;
            run.time().share(neighbourhood.isPresent() && every.isEmpty() ? SEARCH_SHARE : 1);
            List<HallOfFame.Entry> hallOfFame =
                    part(partName, next, next == from ? origin : StageTable.Origin.FOUND, allowance);
            run.time().share(1);
            if (neighbourhood.isPresent() && !hallOfFame.isEmpty()) {
                next = neighbourhood(partName, neighbourhood.get(), hallOfFame, before)
                        .map(entry -> Individual.start(
                                entry.individual().program(),
                                "start: program " + entry.individual().hash().id()))
                        .orElse(next);
            }
        }
    }

    private Optional<HallOfFame.Entry> neighbourhood(
            String part, NeighbourhoodConfig config, List<HallOfFame.Entry> hallOfFame, Supplier<Findings> before) {
        List<HallOfFame.Entry> around = hallOfFame;
        if (config.follows() == NeighbourhoodConfig.Follows.LAST) {
            Findings all = before.get();
            all.add(findings);
            around = all.hallOfFame();
        }
        Optional<HallOfFame.Entry> reached =
                new NeighbourhoodStage(run, config, seeds).run(part + "-neighbourhood", ++position, around);
        reached.ifPresent(findings::rest);
        return reached;
    }

    private List<HallOfFame.Entry> part(String part, Individual from, StageTable.Origin start, Allowance allowance) {
        SearchStage.Ended ended = new SearchStage(run, hurdles, seeds, kept())
                .run(part, ++position, start, from, allowance.part(), allowance.lull());
        StageTable.Stage stage = run.store().stages().find(part).orElseThrow();
        allowance.spend(
                ended.outcome().reason(),
                ended.outcome().counts(),
                Duration.ofMillis(stage.trainingMs()),
                Duration.ofMillis(stage.elapsedMs()));
        findings.add(ended.summary(), ended.outcome().hallOfFame());
        return ended.outcome().hallOfFame();
    }

    private int kept() {
        int starts =
                run.config().neighbourhood().map(NeighbourhoodConfig::starts).orElse(0);
        return Math.max(
                run.config().report().rows(),
                8 * Math.max(run.config().ranking().candidates(), starts));
    }
}
