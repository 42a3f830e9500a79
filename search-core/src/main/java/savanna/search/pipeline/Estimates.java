package savanna.search.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import savanna.search.config.FunnelConfig;
import savanna.search.config.NeighbourhoodConfig;
import savanna.search.config.RankingConfig;
import savanna.search.config.ReportConfig;
import savanna.search.config.TaskConfig;
import savanna.tasks.Task;
import savanna.tasks.suite.Suite;

/**
 * What the stages of a run are going to cost, from the number of their trainings and what those of the task took so
 * far; of a task that was not trained yet, what steps and parameters make of the search's own.
 */
final class Estimates {

    /** Seeds that every program of a race is trained on; further ones are for the better half. */
    private static final int FIRST_SEEDS = 2;

    private final RunContext run;

    Estimates(RunContext run) {
        this.run = run;
    }

    /** So many trainings of a task. */
    Estimate of(Task task, long trainings) {
        return of(task instanceof Suite suite ? suite.tasks() : List.of(task), trainings);
    }

    /** So many trainings of tasks, one after the other. */
    private Estimate of(List<Task> tasks, long trainings) {
        return new Estimate(
                trainings,
                micros(tasks)
                        .map(micros -> Duration.ofMillis(Math.round(
                                trainings * micros / 1e3 / run.trainings().slots()))));
    }

    /** Everything after the searches. */
    Estimate afterSearches() {
        Estimate all = ranking().plus(comparison());
        for (Optional<FunnelConfig> stage :
                Stream.of(run.config().funnelB(), run.config().funnelC()).toList()) {
            all = stage.map(this::funnel).map(all::plus).orElse(all);
        }
        return all;
    }

    Estimate ranking() {
        RankingConfig config = run.config().ranking();
        return of(run.task(), ranked(config.candidates(), config.tune(), config.seeds()));
    }

    Estimate funnel(FunnelConfig config) {
        List<Task> tasks =
                TaskConfig.names(config.task()).stream().map(run.tasks()::find).toList();
        return of(tasks, ranked(config.candidates(), config.tune(), config.seeds()));
    }

    Estimate comparison() {
        ReportConfig config = run.config().report();
        long references = config.references().size();
        return of(
                run.task(),
                (1 + 2 * references) * config.seeds()
                        + references * config.rates() * run.task().searchSeeds().size());
    }

    /** @param neighbours of the program that it starts from */
    Estimate neighbourhood(NeighbourhoodConfig config, long neighbours) {
        long tuning = races(config.tuningVariants(), config.seeds());
        long promising = config.promising() * (races(1, config.seeds()) + config.tuningRounds() / 2 * tuning);
        long step = races(neighbours, config.seeds()) + promising;
        return of(
                run.task(),
                config.starts() * config.seeds()
                        + (config.closure() + config.growth()) * step
                        + (2L + config.growth()) * config.tuningRounds() * tuning);
    }

    private static long ranked(int candidates, int tune, int seeds) {
        long rounds = (tune + FunnelStage.VARIANTS - 1) / FunnelStage.VARIANTS;
        return rounds * races(FunnelStage.VARIANTS, seeds) + (candidates + 1L) * seeds;
    }

    /** Trainings of a race: two seeds for all, further ones for about a quarter. */
    private static long races(long racers, int seeds) {
        return (racers + 1) * FIRST_SEEDS + (racers / 4 + 1) * Math.max(0, seeds - FIRST_SEEDS);
    }

    private Optional<Double> micros(List<Task> tasks) {
        return tasks.stream()
                .map(this::micros)
                .reduce((one, other) -> one.flatMap(micros -> other.map(more -> micros + more)))
                .orElse(Optional.empty());
    }

    private Optional<Double> micros(Task task) {
        OptionalDouble own = run.store().time().meanMicros(task.digest().value());
        if (own.isPresent()) {
            return Optional.of(own.getAsDouble());
        }
        Task reference = run.task() instanceof Suite suite ? suite.tasks().get(0) : run.task();
        OptionalDouble known = run.store().time().meanMicros(reference.digest().value());
        return known.isPresent() ? Optional.of(known.getAsDouble() * size(task) / size(reference)) : Optional.empty();
    }

    private static double size(Task task) {
        return (double) task.steps() * task.layout().size();
    }
}
