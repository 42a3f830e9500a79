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
        return SearchSeeds.byNeed(
                trained.stream().map(wanted::get).toList(),
                trained.stream()
                        .map(i -> results.get(i).fitness().getAsDouble())
                        .toList(),
                new SearchSeeds.Earning(
                        first,
                        config.get().near(),
                        config.get().prior(),
                        config.get().leaders()));
    }
}
