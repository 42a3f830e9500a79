package savanna.search.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.search.config.SeedsConfig;
import savanna.search.evolution.Individual;
import savanna.search.evolution.SearchSeeds;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.suite.Suite;

/** The seeds of all searches of a run: the same ones, so that what they find can be compared. */
final class SeedsOfSearches {
    private SeedsOfSearches() {}

    /** The task's; by need also others, on which the start program is trained. One on which that fails is left out. */
    static SearchSeeds of(RunContext run, Individual start) {
        Task task = run.task();
        Optional<SeedsConfig> config = run.config().search().seeds();
        if (config.isEmpty()) {
            return SearchSeeds.same(task.searchSeeds());
        }
        int most = config.get().most();
        int first = config.get().first();
        List<Long> wanted = Stream.concat(
                        task.searchSeeds().stream(), FreshSeeds.of(run.random(), "search", most).stream())
                .distinct()
                .limit(most)
                .toList();
        List<TrainingResult> results = run.trainings()
                .train(wanted.stream()
                        .map(seed -> start.candidate().request(task, List.of(seed), Hurdles.none()))
                        .toList());
        List<Integer> trained = IntStream.range(0, most)
                .filter(i -> results.get(i).fitness().isPresent())
                .boxed()
                .toList();
        if (trained.size() < first) {
            throw new UnusableStartException("the start program " + run.config().start() + " trains on "
                    + trained.size() + " of " + most + " seeds of " + task.name() + "; search.seeds.first expects "
                    + first + ": lower its learning rate (`savanna tune` finds one)");
        }
        List<Long> seeds = trained.stream().map(wanted::get).toList();
        List<Double> fitness = trained.stream()
                .map(i -> results.get(i).fitness().getAsDouble())
                .toList();
        return SearchSeeds.byNeed(
                start.hash(),
                seeds,
                fitness,
                task instanceof Suite suite ? hardness(run, suite, start, seeds) : fitness,
                new SearchSeeds.Earning(
                        first,
                        config.get().near(),
                        config.get().prior(),
                        config.get().leaders()));
    }

    /** How hard each seed is for the start program of a suite, to which its fitness there says nothing: it is 0. */
    private static List<Double> hardness(RunContext run, Suite suite, Individual start, List<Long> seeds) {
        // Remembered: the suite has trained it on these.
        List<TrainingResult> results = run.trainings()
                .train(seeds.stream()
                        .flatMap(seed -> suite.tasks().stream()
                                .map(task -> start.candidate().request(task, List.of(seed), Hurdles.none())))
                        .toList());
        int tasks = suite.parts().size();
        return IntStream.range(0, seeds.size())
                .mapToObj(i -> suite.hardness(results.subList(i * tasks, (i + 1) * tasks).stream()
                        .map(TrainingResult::fitness)
                        .toList()))
                .toList();
    }
}
