package savanna.search.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import savanna.search.evolution.Budget;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SizeMatching;
import savanna.search.mutation.FunctionSet;
import savanna.search.strategy.Selectors;
import savanna.search.strategy.Strategies;
import savanna.tasks.Hurdles;

/** The searches of a run; all have the same strategy and budget. */
@ConfigRecord
public record SearchConfig(
        @Key(value = "how a search goes", fallback = "evolution", from = Names.STRATEGIES)
        String strategy,

        @Key(
                value =
                        "how often the strategy evolution makes which change: a named set, or mutations with their weights, whose order counts for the random numbers",
                fallback = "paper",
                most = 1_000_000,
                from = Names.MUTATIONS)
        Map<String, Integer> mutations,

        @Key(
                value =
                        "functions that new statements may call: paper (its 45), matrix (these and those of matrices), or names of functions and sets",
                fallback = "paper",
                from = Names.FUNCTIONS)
        List<String> functions,

        @Key(
                "gives children of the strategy evolution that differ from their parents in structure the size of update that was; absent: no child")
        Optional<SizeMatchingConfig> sizeMatching,

        @Key(
                value =
                        "other learning rates that the strategy evolution tries a new structure at, once, where it trains and costs no more than the program that the search started from, within two errors where it has one: twice and half of what it was made with, then four times and a quarter, ...",
                fallback = "0",
                most = 16)
        int rateTrials,

        @Key(value = "programs alive at a time (paper: 1000)", fallback = "1000", least = 2, most = 1_000_000)
        int population,

        @Key(value = "programs among which a parent is the best (paper: 2)", fallback = "2", least = 1)
        int tournament,

        @Key(value = "how parents are chosen", fallback = "tournament", from = Names.SELECTORS)
        String selector,

        @Key(
                value =
                        "children made at a time, while the last ones are trained; more keep many threads busier, fewer let a good child breed sooner",
                fallback = "50",
                least = 1)
        int offspring,

        @Key(
                "gives functions seeds by need: a few at first, more when they are met again near the best. Fitness is then adjusted for how hard these are for the start program, "
                        + "by a slope that the good functions of the search have; absent: every function has the task's seeds")
        Optional<SeedsConfig> seeds,

        @Key(value = "statements beyond which a program grows no more", fallback = "60", least = 1, most = 1000)
        int maxStatements,

        @Key(
                value =
                        "ends hopeless trainings early, at the task's checkpoints: how many times the start program's training loss there a program may have; absent: every "
                                + "training runs to its end",
                least = 1)
        OptionalDouble hurdleFactor,

        @Key(
                value =
                        "ends hopeless functions early: by how much a training's fitness may be behind the start program's mean, in units of fitness, of a list of tasks on each of them in "
                                + "its scale; a function that is further behind has no further seeds and tasks. In the neighbourhood search, behind the worst of the program where it "
                                + "stands. State several times what the start program varies by over seeds; absent: no function ends for its fitness",
                least = 0)
        OptionalDouble hurdleMargin,

        @Key(value = "budget: programs made", least = 1) OptionalLong programs,

        @Key(
                value = "budget: functions trained; so many further seeds as a function begins with count as one",
                least = 1)
        OptionalLong evaluations,

        @Key(
                value =
                        "budget: whole trainings of the task; those that end early count by their steps, so that searches of all kinds can be given equal work",
                least = 1)
        OptionalLong trainings,

        @Key("budget: time in trainings, summed over threads")
        Optional<Duration> trainingTime,

        @Key("budget: time on the clock") Optional<Duration> time,

        @Key(value = "ends a search when so many programs brought no lower cost (fitness plus prices)", least = 1)
        OptionalLong plateau,

        @Key(value = "ends a search when this cost (fitness plus prices) is reached", least = -1e9)
        OptionalDouble target,

        @Key(value = "independent searches from the start program (paper: 5)", fallback = "1", least = 1, most = 1000)
        int repeats,

        @Key(
                value =
                        "searches from the start program that run at the same time, over the same training threads; 0: as many as there are of those. Results do not depend on it, unless `time` "
                                + "ends a search",
                fallback = "0",
                most = 1000)
        int atATime,

        @Key(value = "searches from the best program found by the others (paper: 1)", fallback = "0", most = 1000)
        int restarts)
        implements SearchConfigBuilder.With {

    public SearchConfig {
        Ranges.require(
                SearchConfig.class,
                strategy,
                mutations,
                functions,
                sizeMatching,
                rateTrials,
                population,
                tournament,
                selector,
                offspring,
                seeds,
                maxStatements,
                hurdleFactor,
                hurdleMargin,
                programs,
                evaluations,
                trainings,
                trainingTime,
                time,
                plateau,
                target,
                repeats,
                atATime,
                restarts);
        if (programs.isEmpty()
                && evaluations.isEmpty()
                && trainings.isEmpty()
                && trainingTime.isEmpty()
                && time.isEmpty()
                && plateau.isEmpty()) {
            throw new IllegalArgumentException(
                    "a search needs a budget; give programs, evaluations, trainings, training-time, time or plateau");
        }
        Strategies.KNOWN.get(strategy);
        Selectors.KNOWN.get(selector);
        functions = List.copyOf(functions);
        mutations = setting(
                        population,
                        tournament,
                        selector,
                        offspring,
                        maxStatements,
                        mutations,
                        functions,
                        sizeMatching,
                        rateTrials)
                .mutations();
    }

    private static SearchSetting setting(
            int population,
            int tournament,
            String selector,
            int offspring,
            int maxStatements,
            Map<String, Integer> mutations,
            List<String> functions,
            Optional<SizeMatchingConfig> sizes,
            int rateTrials) {
        return new SearchSetting(
                population,
                tournament,
                selector,
                offspring,
                maxStatements,
                mutations,
                FunctionSet.of(functions),
                sizes.map(SizeMatchingConfig::matching).orElse(SizeMatching.none()),
                rateTrials);
    }

    /** Made in code: every key that is not set has its default. */
    public static SearchConfig of(Consumer<SearchConfigBuilder> keys) {
        SearchConfigBuilder builder = Defaults.into(SearchConfigBuilder.builder(), SearchConfig.class);
        keys.accept(builder);
        return builder.build();
    }

    /** What the strategy needs to know of it. */
    public SearchSetting setting() {
        return setting(
                population,
                tournament,
                selector,
                offspring,
                maxStatements,
                mutations,
                functions,
                sizeMatching,
                rateTrials);
    }

    /** What ends trainings early. */
    public Hurdles.Rule hurdles() {
        return new Hurdles.Rule(hurdleFactor, hurdleMargin);
    }

    public Budget budget() {
        return new Budget(
                programs,
                evaluations,
                trainings.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(trainings.getAsLong()),
                trainingTime,
                time,
                plateau,
                target);
    }
}
