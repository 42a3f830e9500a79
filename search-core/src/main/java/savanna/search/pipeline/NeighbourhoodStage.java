package savanna.search.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import savanna.dsl.analysis.AbstractExecution;
import savanna.search.config.NeighbourhoodConfig;
import savanna.search.evolution.HallOfFame;
import savanna.search.evolution.Individual;
import savanna.search.evolution.SearchSeeds;
import savanna.search.evolution.StopReason;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.Structure;
import savanna.search.neighbourhood.NeighbourhoodSearch;
import savanna.search.objective.Measured;
import savanna.search.store.SearchTables;
import savanna.search.store.StageTable;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TimeUpException;

/**
 * The neighbourhood search as a stage: from the best of a search's distinct structures. They are judged by cost on
 * fresh seeds.
 */
final class NeighbourhoodStage {

    private final RunContext run;
    private final NeighbourhoodConfig config;
    private final SearchSeeds seeds;

    NeighbourhoodStage(RunContext run, NeighbourhoodConfig config, SearchSeeds seeds) {
        this.run = run;
        this.config = config;
        this.seeds = seeds;
    }

    /**
     * Searches around the best of a hall of fame.
     *
     * @param name of the stage
     * @param position of the stage in the run
     * @param hallOfFame best first; not empty
     * @return where it came to rest, with its fitness on the search seeds; nothing if no program trained on the fresh
     *     seeds
     */
    Optional<HallOfFame.Entry> run(String name, long position, List<HallOfFame.Entry> hallOfFame) {
        run.listener().begin(name + ": closure and growth around the best of " + config.starts() + " structures");
        SessionTime session = new SessionTime(run.trainings());
        Optional<Individual> chosen;
        boolean wasBegun = run.store().stages().find(name).isPresent();
        try {
            if (run.time().run().wasCut(name) && !wasBegun) {
                throw new TimeUpException();
            }
            chosen = start(name, structures(hallOfFame));
        } catch (TimeUpException up) {
            run.time().run().cut(name);
            run.listener().end(name + " was not begun: the time of the run is up");
            return Optional.empty();
        }
        Optional<HallOfFame.Entry> found = chosen.flatMap(start -> search(name, position, start, session));
        run.listener()
                .end(name
                        + (run.time().run().cut().contains(name) ? " was cut short, the time is up," : " ended")
                        + found.map(entry -> " at program "
                                        + entry.individual().hash().id() + ", "
                                        + counted(entry.individual().liveStatements(), "statement") + ", "
                                        + counted(entry.individual().liveStates(), "state"))
                                .orElse(" without a program that trains"));
        return found;
    }

    /** The best program of each structure. */
    private List<Individual> structures(List<HallOfFame.Entry> hallOfFame) {
        Set<Structure> met = new HashSet<>();
        return hallOfFame.stream()
                .map(HallOfFame.Entry::individual)
                .filter(individual -> met.add(Structure.of(individual.program())))
                .limit(config.starts())
                .toList();
    }

    private Optional<Individual> start(String name, List<Individual> structures) {
        List<Long> seeds = FreshSeeds.of(run.random(), name + "-starts", config.seeds());
        List<TrainingResult> evaluations = run.trainings()
                .train(Candidate.requests(
                        run.task(),
                        structures.stream().map(Individual::candidate).toList(),
                        seeds,
                        Hurdles.none()));
        List<Measured> measured = IntStream.range(0, structures.size())
                .mapToObj(i -> run.objective()
                        .measured(
                                Measurement.of(structures.get(i).candidate(), evaluations.get(i)),
                                run.objective().memory().of(structures.get(i).states()),
                                structures.get(i).liveStatements()))
                .toList();
        return IntStream.range(0, structures.size())
                .boxed()
                .filter(i -> measured.get(i).isTrained())
                .min(Comparator.comparing(i -> measured.get(i).cost()))
                .map(structures::get);
    }

    private Optional<HallOfFame.Entry> search(String name, long position, Individual from, SessionTime session) {
        Task task = run.task();
        StageTable.Stage before = run.store()
                .stages()
                .begin(
                        name,
                        position,
                        "neighbourhood",
                        StageTable.Origin.FOUND,
                        from.hash().toString());
        SearchTables journal = run.store().search(name);
        List<Individual> steps = new ArrayList<>(List.of(
                Individual.start(from.program(), "start: program " + from.hash().id() + " (#" + from.number() + ")")));
        NeighbourhoodSearch search = new NeighbourhoodSearch(
                parameters(),
                task,
                run.trainings(),
                run.config().search().hurdles(),
                run.streams("neighbourhood", name),
                (program, words) -> {
                    Individual last = steps.get(steps.size() - 1);
                    steps.add(Individual.of(
                            program, AbstractExecution.ofValid(program), last.number() + 1, last.number(), words));
                    note(before, steps.size(), session);
                    run.listener().step(words);
                    requireOn(before, steps.size() - 1);
                });
        run.listener()
                .step("at most "
                        + new Estimates(run).neighbourhood(config, search.neighbours(from.program()))
                        + ", if every step is taken");
        boolean isCut = false;
        try {
            requireOn(before, 0);
            search.run(from.program());
        } catch (TimeUpException up) {
            isCut = true;
            run.time().run().cut(name);
        }
        run.time().finishing(() -> {
            write(journal, task, steps);
            return steps;
        });
        Individual reached = steps.get(steps.size() - 1);
        note(before, steps.size(), session);
        run.store().stages().end(name, isCut ? StopReason.TIME.name() : "REST", steps.size() - 1, steps.size());
        TrainingResult evaluation = run.time()
                .finishing(() -> run.trainings().train(reached.candidate().request(task, seeds.all(), Hurdles.none())));
        Valuation score = seeds.score(reached, evaluation, run.objective()).score();
        return score.isTrained() ? Optional.of(new HallOfFame.Entry(reached, score)) : Optional.empty();
    }

    /** A search that was cut short ends at the same step when it is repeated. */
    private static void requireOn(StageTable.Stage before, long steps) {
        boolean wasCut = before.reason().filter(StopReason.TIME.name()::equals).isPresent();
        if (wasCut && steps >= before.stopPrograms().orElse(0)) {
            throw new TimeUpException();
        }
    }

    /** Notes the time spent; one that has ended is only repeated. */
    private void note(StageTable.Stage before, int steps, SessionTime session) {
        if (before.reason().isPresent()) {
            return;
        }
        run.store()
                .stages()
                .update(
                        before.name(),
                        steps - 1,
                        steps,
                        session.elapsedSince(before).toMillis(),
                        session.trainingSince(before).toMillis());
    }

    private void write(SearchTables journal, Task task, List<Individual> steps) {
        List<TrainingResult> evaluations = run.trainings()
                .train(Candidate.requests(
                        task, steps.stream().map(Individual::candidate).toList(), seeds.all(), Hurdles.none()));
        journal.write(
                steps,
                IntStream.range(0, steps.size())
                        .mapToObj(i -> seeds.score(steps.get(i), evaluations.get(i), run.objective()))
                        .toList());
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private NeighbourhoodSearch.Parameters parameters() {
        return new NeighbourhoodSearch.Parameters(
                run.objective(),
                config.simplifyBy(),
                config.growBy(),
                run.config().search().setting().functions(),
                config.seeds(),
                config.closure(),
                config.growth(),
                config.tuningRounds(),
                config.tuningVariants(),
                config.promising(),
                config.trainings());
    }
}
