package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import savanna.dsl.program.Program;
import savanna.search.config.FunnelConfig;
import savanna.search.config.RunConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.random.RandomStreams;
import savanna.search.simplify.MeasuredSimplification;
import savanna.search.store.RunStore;
import savanna.search.training.Candidate;
import savanna.tasks.Numerics;
import savanna.tasks.Task;
import savanna.tasks.suite.SuiteTrainings;
import savanna.tasks.training.Interruption;
import savanna.tasks.training.TimeUpException;
import savanna.tasks.training.TrainingService;
import savanna.tasks.workers.Workers;

/**
 * A whole run: searches, funnel, comparison. Everything is a function of the config and of trainings, and the run
 * folder remembers every training: a run that was interrupted is repeated from its beginning, meets its own trainings,
 * and goes on at their end. What repeats is cheap (some microseconds a program), and it cannot differ from a run that
 * was never interrupted.
 */
public final class SearchRun {

    private static final String SIMPLIFICATION = "simplification";

    private final RunConfig config;
    private final Catalog catalog;
    private final RunStore store;
    private final RunListener listener;
    private final Interruption interruption;

    /** @param catalog finds what the config names */
    public SearchRun(
            RunConfig config, Catalog catalog, RunStore store, RunListener listener, Interruption interruption) {
        this.config = config;
        this.catalog = catalog;
        this.store = store;
        this.listener = listener.serial();
        this.interruption = interruption;
    }

    /**
     * Runs, or goes on with, everything that the config asks for.
     *
     * @throws savanna.search.store.RunWriteException if the disk fails
     * @throws savanna.search.store.RunStoreException if a file that the config names, or a task's data, has changed
     *     since the run began
     * @throws savanna.tasks.training.InterruptedRunException if asked to stop; the store then holds what is needed to
     *     go on
     */
    public RunOutcome run() {
        NamedContent.requireUnchanged(config, catalog, store.files());
        noteNumerics();
        Program program = catalog.programs().apply(config.start());
        int threads =
                config.threads() > 0 ? config.threads() : Runtime.getRuntime().availableProcessors();
        RunTime time = new RunTime(config.time(), store.time());
        TimeSlice slice = time.slice();
        Workers workers = new Workers(config.workers().setup(), threads, catalog.tasks());
        WorkersJournal journal = new WorkersJournal(workers, store, listener);
        try (journal;
                TrainingService service = workers.service(store.trainings(), interruption, progress -> {
                            listener.trained(progress);
                            journal.look();
                        })
                        .within(slice::isUp)) {
            Individual start = Individual.start(program, "start: " + config.start());
            RandomStreams random = new RandomStreams(config.seed());
            NamedTasks tasks = new NamedTasks(catalog.tasks(), service, random, listener, "Nothing was searched");
            Task task = slice.finishing(() -> tasks.find(config.task(), start.candidate()));
            Optional<Task> metaTask = slice.finishing(
                    () -> config.metaValidation().map(stage -> tasks.find(stage.task(), start.candidate())));
            slice.finishing(() -> {
                Stream.of(config.funnelB(), config.funnelC())
                        .flatMap(Optional::stream)
                        .forEach(stage -> tasks.look(stage.task(), start.candidate()));
                return start;
            });
            TrainingService trainings = SuiteTrainings.of(service, task);
            RunContext run = new RunContext(config, catalog, task, metaTask, trainings, store, listener, random, slice);
            Searches searches = new Searches(run, start, interruption);
            store.stages().repeat();
            Findings found = searches.run();
            store.stages().removeRest();
            List<HallOfFame.Entry> hallOfFame = found.hallOfFame();
            List<Ranking> funnel =
                    funnel(run, tasks, found.candidates(config.ranking().candidates()), program);
            Optional<Individual> winner = choice(funnel);
            Optional<MeasuredSimplification.Result> simplification =
                    winner.flatMap(chosen -> simplifyInTime(run, chosen));
            List<RunOutcome.Compared> comparison = winner.map(chosen -> compare(
                            run,
                            chosen,
                            simplification.map(result -> result.derivation().result())))
                    .orElse(List.of());
            store.comparison().replace(new FinalComparison(run).rows(comparison));
            winner.ifPresentOrElse(
                    chosen -> store.winner(
                            chosen.program(),
                            "Winner of " + String.join(" + ", config.taskNames()) + ", seed " + config.seed()
                                    + "; program " + chosen.hash().id()),
                    () -> {
                        store.noWinner();
                        store.notSimplified();
                    });
            time.end();
            return new RunOutcome(
                    store.place(),
                    found.summaries(),
                    hallOfFame,
                    funnel,
                    winner,
                    simplification,
                    comparison,
                    time.cut());
        }
    }

    /** A run may go on with other arithmetic; then it says that it is no longer the run that it would have been. */
    private void noteNumerics() {
        Numerics here = Numerics.here();
        store.numerics()
                .filter(before -> !here.isSame(before))
                .ifPresent(before -> LoggerFactory.getLogger(SearchRun.class)
                        .warn(
                                "the run began with other arithmetic ({}; here {}); trainings from here on may differ in their last digits, and the run from what it would have become",
                                before,
                                here));
        store.recordNumerics(here.toString());
    }

    /** The stages of the funnel, until one that no program passes. */
    private List<Ranking> funnel(RunContext run, NamedTasks tasks, List<Individual> best, Program baseline) {
        FunnelStage stage = new FunnelStage(run, interruption);
        Estimates estimates = new Estimates(run);
        store.rankings().clear();
        List<Ranking> rankings = new ArrayList<>();
        unlessCut(
                        run,
                        "ranking",
                        estimates.ranking(),
                        () -> stage.rank(
                                "ranking",
                                run.task(),
                                best,
                                baseline,
                                config.ranking().tune(),
                                config.ranking().seeds()))
                .ifPresent(rankings::add);
        Map<String, Optional<FunnelConfig>> further =
                Map.of("funnel-b", config.funnelB(), "funnel-c", config.funnelC());
        for (String name : List.of("funnel-b", "funnel-c")) {
            List<Individual> passed = rankings.isEmpty()
                    ? List.of()
                    : rankings.get(rankings.size() - 1).passed();
            Optional<FunnelConfig> next = further.get(name);
            if (next.isPresent() && !passed.isEmpty()) {
                List<Individual> entering =
                        passed.stream().limit(next.get().candidates()).toList();
                Optional<Ranking> ranking = unlessCut(
                        run,
                        name,
                        estimates.funnel(next.get()),
                        () -> stage.rank(
                                name,
                                tasks.find(next.get().task(), Candidate.of(baseline)),
                                entering,
                                baseline,
                                next.get().tune(),
                                next.get().seeds()));
                if (ranking.isEmpty()) {
                    break;
                }
                rankings.add(ranking.get());
            }
        }
        return rankings;
    }

    /** What a stage gives, unless the time ends before it does. */
    private static <T> Optional<T> unlessCut(RunContext run, String stage, Estimate cost, Supplier<T> work) {
        run.listener().begin(stage + ": " + cost);
        try {
            if (run.time().run().wasCut(stage)) {
                throw new TimeUpException();
            }
            return Optional.of(work.get());
        } catch (TimeUpException up) {
            run.time().run().cut(stage);
            run.listener().end(stage + " was cut short: the time of the run is up");
            return Optional.empty();
        }
    }

    /** The choice of the last stage that some program passed; if there is none, that of the first. */
    private Optional<Individual> choice(List<Ranking> funnel) {
        if (funnel.isEmpty()) {
            return Optional.empty();
        }
        Ranking last = funnel.get(0);
        for (Ranking ranking : funnel) {
            last = ranking.passed().isEmpty() ? last : ranking;
        }
        Optional<Individual> chosen = last.choice().map(Ranking.Row::individual);
        String stage = last.stage();
        chosen.ifPresent(winner -> store.rankings().choose(stage, winner.hash().toString()));
        return chosen;
    }

    /** The winner as far as its task does not notice, if the config asks for it; nothing if the time ends before. */
    private Optional<MeasuredSimplification.Result> simplifyInTime(RunContext run, Individual winner) {
        try {
            if (run.time().run().wasCut(SIMPLIFICATION)) {
                throw new TimeUpException();
            }
            return simplify(run, winner);
        } catch (TimeUpException up) {
            run.time().run().cut(SIMPLIFICATION);
            store.notSimplified();
            return Optional.empty();
        }
    }

    private Optional<MeasuredSimplification.Result> simplify(RunContext run, Individual winner) {
        Optional<MeasuredSimplification.Result> simplified = config.simplification()
                .map(asked -> {
                    run.listener()
                            .begin("simplification of the winner: at most about " + asked.trainings() + " trainings");
                    MeasuredSimplification.Result result = new MeasuredSimplification(
                                    run.task(),
                                    config.search().setting().functions(),
                                    new MeasuredSimplification.Budget(asked.seeds(), asked.trainings()),
                                    run.streams("simplification"),
                                    run.trainings(),
                                    run.listener()::step)
                            .simplify(winner.program());
                    run.listener()
                            .end("simplification ended at "
                                    + result.derivation().result().statements().size() + " statements, after "
                                    + result.asked()
                                    + " trainings");
                    return result;
                });
        simplified.ifPresentOrElse(
                result -> store.simplified(
                        result.derivation().result(),
                        "Winner of " + String.join(" + ", config.taskNames()) + ", seed " + config.seed()
                                + ", simplified as far as that does not notice; from program "
                                + winner.hash().id()),
                store::notSimplified);
        return simplified;
    }

    private static List<RunOutcome.Compared> compare(RunContext run, Individual winner, Optional<Program> simplified) {
        run.listener()
                .begin("comparison: the winner and "
                        + String.join(", ", run.config().report().references()) + " on "
                        + run.config().report().seeds() + " further seeds");
        return unlessCut(
                        run,
                        "comparison",
                        new Estimates(run).comparison(),
                        () -> new FinalComparison(run).of(winner, simplified))
                .orElse(List.of());
    }
}
