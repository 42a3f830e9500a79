package savanna.search.pipeline;

import java.util.Locale;
import savanna.search.config.SearchConfig;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Individual;
import savanna.search.evolution.RegularizedEvolution;
import savanna.search.evolution.StopReason;
import savanna.search.random.RandomStreams;
import savanna.search.store.RunFolder;
import savanna.search.store.SearchTables;
import savanna.search.store.StageTable;
import savanna.search.training.TrainingPool;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;

/** Runs one search of a run and writes it down. */
final class SearchStage {

    private final SearchConfig config;
    private final Task task;
    private final Hurdles hurdles;
    private final TrainingPool pool;
    private final RunFolder folder;
    private final RunListener listener;

    SearchStage(SearchConfig config, Task task, Hurdles hurdles, TrainingPool pool, RunFolder folder, RunListener listener) {
        this.config = config;
        this.task = task;
        this.hurdles = hurdles;
        this.pool = pool;
        this.folder = folder;
        this.listener = listener;
    }

    /** A search that has ended. */
    record Ended(RunOutcome.Search summary, RegularizedEvolution.Outcome outcome) {}

    /**
     * Runs the search.
     *
     * @param kept   functions kept in its hall of fame
     * @param random streams of this search
     */
    Ended run(String name, Individual start, int kept, RandomStreams random) {
        StageTable stages = folder.stages();
        StageTable.Stage before = stages.begin(name, config.strategy().toString().toLowerCase(Locale.ROOT), start.hash().toString());
        SearchTables journal = folder.search(name);
        LateCounts late = new LateCounts();
        StageClock clock = new StageClock(before, config.budget(), journal.written(), pool, stages, listener);
        RegularizedEvolution evolution = new RegularizedEvolution(config.parameters(), config.strategy().mutations(config.maxStatements()), task, pool, hurdles, kept,
                random, journal);
        RegularizedEvolution.Outcome outcome = evolution.run(start, (counts, lastImproved) -> {
            late.add(counts);
            return clock.stop(counts, lastImproved);
        });
        stages.end(name, outcome.reason().name(), outcome.counts().programs());
        return new Ended(new RunOutcome.Search(name, outcome.reason(), outcome.counts(), late.lastTenth(), outcome.counts().best()), outcome);
    }
}
