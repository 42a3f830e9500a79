package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;
import savanna.search.config.RunConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.random.RandomStreams;
import savanna.search.source.ProgramSource;
import savanna.search.store.RunFolder;
import savanna.search.training.Interruption;
import savanna.search.training.Measurement;
import savanna.search.training.TrainingPool;
import savanna.tasks.Evaluation;
import savanna.tasks.Hurdles;
import savanna.tasks.Outcome;
import savanna.tasks.Task;
import savanna.tasks.TaskCatalog;

/**
 * A whole run: searches, ranking on fresh seeds, comparison. Everything is a function of the config and of trainings, and the run folder
 * remembers every training: a run that was interrupted is repeated from its beginning, meets its own trainings, and goes on at their
 * end. What repeats is cheap (some microseconds a program), and it cannot differ from a run that was never interrupted.
 */
public final class SearchRun {

    private final RunConfig config;
    private final RunFolder folder;
    private final RunListener listener;
    private final Interruption interruption;
    private final RandomStreams random;
    private final Function<String, Task> tasks;

    public SearchRun(RunConfig config, RunFolder folder, RunListener listener, Interruption interruption) {
        this(config, TaskCatalog::find, folder, listener, interruption);
    }

    /** @param tasks finds the tasks that the config names */
    public SearchRun(RunConfig config, Function<String, Task> tasks, RunFolder folder, RunListener listener, Interruption interruption) {
        this.tasks = tasks;
        this.config = config;
        this.folder = folder;
        this.listener = listener;
        this.interruption = interruption;
        this.random = new RandomStreams(config.seed());
    }

    /**
     * Runs, or goes on with, everything that the config asks for.
     *
     * @throws savanna.search.training.InterruptedRunException if asked to stop; the folder then holds what is needed to go on
     */
    public RunOutcome run() {
        Task task = tasks.apply(config.task());
        Program program = ProgramSource.find(config.start());
        Individual start = Individual.start(program, AbstractExecution.ofValid(program), "start: " + config.start());
        int threads = config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
        try (TrainingPool pool = new TrainingPool(threads, folder.trainings(), interruption)) {
            List<SearchStage.Ended> searches = search(task, start, pool);
            List<HallOfFame.Entry> hallOfFame = merged(searches);
            Ranking ranking = rank(hallOfFame, task, pool);
            Optional<Individual> winner = ranking.choice().map(Ranking.Row::individual);
            List<RunOutcome.Compared> comparison = winner.map(chosen -> compare(chosen, task, pool)).orElse(List.of());
            winner.ifPresent(chosen -> folder.winner(chosen.program(), "Winner of " + config.task() + ", seed " + config.seed() + "; program " + chosen.hash().id()));
            return new RunOutcome(folder.path(), searches.stream().map(SearchStage.Ended::summary).toList(), hallOfFame, ranking, winner, comparison);
        } finally {
            folder.commit();
        }
    }

    private List<SearchStage.Ended> search(Task task, Individual start, TrainingPool pool) {
        SearchStage stage = new SearchStage(config.search(), task, hurdles(start, task, pool), pool, folder, listener);
        int kept = Math.max(config.ranking().candidates(), config.report().rows());
        int count = config.search().repeats() + config.search().restarts();
        List<SearchStage.Ended> ended = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            boolean restart = i > config.search().repeats();
            String name = "search-" + i;
            Individual from = restart ? best(ended, start) : start;
            listener.begin("search " + i + " of " + count + ": " + (restart ? "from the best program so far, " + from.hash().id() : "from " + config.start()));
            ended.add(stage.run(name, from, kept, new RandomStreams(random.stream("search", i).nextLong())));
            listener.end("search " + i + " ended because " + ended.get(i - 1).summary().reason().words());
        }
        return ended;
    }

    /** Fixed once for all searches, so that what a training gives does not depend on when it is made. */
    private Hurdles hurdles(Individual start, Task task, TrainingPool pool) {
        if (config.search().hurdleFactor().isEmpty()) {
            return Hurdles.none();
        }
        Evaluation good = pool.train(task, start.candidate(), task.searchSeeds(), Hurdles.none());
        if (good.outcome() != Outcome.TRAINED) {
            throw new IllegalStateException("the start program ended as " + good.outcome() + " on " + task.name() + "; hurdle-factor needs one that trains");
        }
        return Hurdles.behind(good, task, config.search().hurdleFactor().getAsDouble());
    }

    private static Individual best(List<SearchStage.Ended> ended, Individual start) {
        return merged(ended).stream().findFirst()
                .map(entry -> Individual.start(entry.individual().program(), AbstractExecution.ofValid(entry.individual().program()), "start: program " + entry.individual().hash().id()))
                .orElse(start);
    }

    /** Best distinct functions of all searches, best first. */
    private static List<HallOfFame.Entry> merged(List<SearchStage.Ended> ended) {
        Map<FunctionalHash, HallOfFame.Entry> distinct = new LinkedHashMap<>();
        ended.forEach(search -> search.outcome().hallOfFame().forEach(entry -> distinct.putIfAbsent(entry.individual().hash(), entry)));
        return distinct.values().stream().sorted(Comparator.comparingDouble(HallOfFame.Entry::fitness)).toList();
    }

    private Ranking rank(List<HallOfFame.Entry> hallOfFame, Task task, TrainingPool pool) {
        List<Individual> individuals = hallOfFame.stream().limit(config.ranking().candidates()).map(HallOfFame.Entry::individual).toList();
        listener.begin("ranking: " + individuals.size() + " programs on " + config.ranking().seeds() + " fresh seeds");
        List<Evaluation> evaluations = pool.train(task, individuals.stream().map(Individual::candidate).toList(),
                FreshSeeds.of(random, "ranking", config.ranking().seeds()), Hurdles.none());
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < individuals.size(); i++) {
            measurements.add(Measurement.of(individuals.get(i).candidate(), evaluations.get(i)));
        }
        listener.end("ranking done");
        return Ranking.of(individuals, measurements);
    }

    private List<RunOutcome.Compared> compare(Individual winner, Task task, TrainingPool pool) {
        listener.begin("comparison: the winner and " + String.join(", ", config.report().references()) + " on " + config.report().seeds() + " further seeds");
        List<RunOutcome.Compared> rows = new Comparison(config.report(), task, pool, random).of(winner);
        listener.end("comparison done");
        return rows;
    }
}
