package savanna.search.evolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.objective.Objective;
import savanna.tasks.TrainingResult;
import savanna.tasks.compare.Statistics;

/**
 * On which seeds the functions of a search are trained, and what their fitness on them is.
 *
 * <p>Either on the same for all: then fitness is the mean. Or by need: a function begins with a few, and earns half as
 * many again each time it is met while it may be as good as the best, or leads without being met. Its fitness is then
 * compared with that of the start program on the same seeds, so that functions with different seeds can be compared:
 * what a seed does to all programs cancels. By itself a function has the fitness of the start program on all seeds plus
 * the mean difference to it; a search knows better ({@link AdjustedMeans}).
 */
public final class SearchSeeds {

    /**
     * How functions earn seeds.
     *
     * @param first number of seeds that a function begins with, at least 2
     * @param near a function earns more while its cost less so many of its standard errors is no more than the best
     * @param prior weight, in seeds, of the variance that good functions have in the error of one function
     * @param leaders functions that earn in a batch without being met: the first of the hall of fame that are near and
     *     have not got all
     */
    public record Earning(int first, double near, double prior, int leaders) {
        public Earning {
            if (first < 2) {
                throw new IllegalArgumentException("expected at least 2 seeds at first, found " + first);
            }
        }
    }

    private final Optional<FunctionalHash> startFunction;
    private final List<Long> seeds;
    private final List<Double> start;
    private final List<Double> hardness;
    private final int first;
    private final Optional<Earning> earning;

    private SearchSeeds(
            Optional<FunctionalHash> startFunction,
            List<Long> seeds,
            List<Double> start,
            List<Double> hardness,
            int first,
            Optional<Earning> earning) {
        this.startFunction = startFunction;
        this.seeds = List.copyOf(seeds);
        this.start = List.copyOf(start);
        this.hardness = List.copyOf(hardness);
        this.first = first;
        this.earning = earning;
    }

    /** The same for all functions. */
    public static SearchSeeds same(List<Long> seeds) {
        return new SearchSeeds(Optional.empty(), seeds, List.of(), List.of(), seeds.size(), Optional.empty());
    }

    /**
     * By need.
     *
     * @param startFunction the function of the start program
     * @param seeds all that a function can earn
     * @param start fitness of the start program on each
     * @param hardness of each: what the start program reaches, up to a constant; its fitness itself, but where fitness
     *     is a difference to the start program
     */
    public static SearchSeeds byNeed(
            FunctionalHash startFunction,
            List<Long> seeds,
            List<Double> start,
            List<Double> hardness,
            Earning earning) {
        if (start.size() != seeds.size() || hardness.size() != seeds.size() || earning.first > seeds.size()) {
            throw new IllegalArgumentException(
                    "expected a fitness and a hardness a seed and no more than all of them at first; found "
                            + seeds.size() + " seeds, " + start.size() + " fitnesses, " + hardness.size()
                            + " hardnesses, first " + earning.first);
        }
        return new SearchSeeds(Optional.of(startFunction), seeds, start, hardness, earning.first, Optional.of(earning));
    }

    /** Whether functions earn seeds. */
    public boolean areByNeed() {
        return earning.isPresent();
    }

    /** Functions that earn in a batch without being met, at most. */
    int leaders() {
        return earning.map(Earning::leaders).orElse(0);
    }

    /** For one search that knows no function yet; absent where all have the same seeds. */
    Optional<AdjustedMeans> means() {
        return earning.map(
                need -> new AdjustedMeans(startFunction.orElseThrow(), Statistics.mean(start), hardness, need.prior));
    }

    /** All of them. */
    public List<Long> all() {
        return seeds;
    }

    /** Those that a function begins with. */
    public List<Long> first() {
        return seeds.subList(0, first);
    }

    /**
     * Those that a function earns now: none where it is the start program, of which all is known.
     *
     * @param best the best function so far
     */
    List<Long> earned(Scored scored, HallOfFame.Entry best) {
        Valuation function = scored.score();
        boolean isStart = startFunction.equals(Optional.of(scored.individual().hash()));
        if (earning.isEmpty() || !function.isTrained() || isStart) {
            return List.of();
        }
        int has = function.cases().size();
        double lower =
                function.cost().total() - earning.get().near * function.error().orElse(0);
        return lower <= best.cost().total()
                ? seeds.subList(has, Math.min(seeds.size(), has + Math.max(1, has / 2)))
                : List.of();
    }

    /** Of a training on the first so many seeds, by itself. */
    public Scored score(Individual individual, TrainingResult result, Objective objective) {
        return new Scored(individual, valuation(individual, Optional.empty(), result, objective));
    }

    /** Of one that has earned seeds, and was trained on them, by itself. */
    Scored score(Scored before, TrainingResult further, Objective objective) {
        return new Scored(
                before.individual(), valuation(before.individual(), Optional.of(before.score()), further, objective));
    }

    private Valuation valuation(
            Individual individual, Optional<Valuation> before, TrainingResult result, Objective objective) {
        if (result.fitness().isEmpty()) {
            return new Valuation(
                    result.outcome(),
                    individual.cost(Double.POSITIVE_INFINITY, objective),
                    List.of(),
                    List.of(),
                    OptionalDouble.empty(),
                    result.text());
        }
        List<Double> fitness =
                result.runs().stream().map(run -> run.fitness().getAsDouble()).toList();
        if (!areByNeed()) {
            return new Valuation(
                    result.outcome(),
                    individual.cost(result.fitness().getAsDouble(), objective),
                    fitness,
                    byTask(result, fitness),
                    OptionalDouble.empty(),
                    "");
        }
        List<Double> cases = new ArrayList<>(before.map(Valuation::cases).orElse(List.of()));
        List<Double> further =
                Statistics.differences(fitness, start.subList(cases.size(), cases.size() + fitness.size()));
        cases.addAll(further);
        List<Double> byTask = new ArrayList<>(before.map(Valuation::byTask).orElse(List.of()));
        byTask.addAll(byTask(result, further));
        double mean = Statistics.mean(start) + Statistics.mean(cases);
        return new Valuation(
                result.outcome(),
                individual.cost(mean, objective),
                cases,
                byTask,
                OptionalDouble.of(Statistics.standardError(cases)),
                "");
    }

    /** What a suite says of each task, seed by seed; of one task, what is known of the seeds. */
    private static List<Double> byTask(TrainingResult result, List<Double> cases) {
        List<Double> byTask = result.runs().stream()
                .flatMap(run -> run.seen().byTask().stream())
                .toList();
        return byTask.isEmpty() ? cases : byTask;
    }
}
