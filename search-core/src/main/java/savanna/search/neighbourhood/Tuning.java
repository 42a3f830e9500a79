package savanna.search.neighbourhood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.Analysis;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.mutation.SingleAssignment;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.compare.Multipliers;
import savanna.tasks.training.TrainingService;

/**
 * Tunes the constants of a program, and with them its learning rate: in each round some variants race against the best
 * so far, which the best of them replaces if it is better by more than its error. Rounds without success make smaller
 * moves.
 */
public final class Tuning {

    private static final double FIRST_SPREAD = 1;
    private static final double SHRINKAGE = 0.7;

    /** What the learning rate is multiplied with in the first round: powers of the root of ten, up to 30. */
    private static final List<Double> RATES = IntStream.of(1, -1, 2, -2, 3, -3)
            .mapToObj(step -> StrictMath.pow(10, step / 2.0))
            .toList();
    /** What weight decay is multiplied with in the second round of a whole tuning. */
    private static final List<Double> DECAYS = List.of(0.1, 10.0, 0.3, 3.0);
    /** What the learning rate is multiplied with in the third round of one: between the steps of the first. */
    private static final List<Double> FINE_RATES = IntStream.of(2, -2, 1, -1)
            .mapToObj(step -> StrictMath.pow(10, step / 8.0))
            .toList();

    private final Racing racing;
    private final Objective objective;
    private final int variants;
    private final boolean isWhole;

    /** @param variants tried in a round */
    Tuning(Racing racing, Objective objective, int variants) {
        this(racing, objective, variants, false);
    }

    private Tuning(Racing racing, Objective objective, int variants, boolean isWhole) {
        this.isWhole = isWhole;
        this.racing = racing;
        this.objective = objective;
        this.variants = variants;
    }

    /**
     * A program with better constants for a task: its learning rate first, then its weight decay if it has one, then
     * the rate in smaller steps, then all.
     *
     * @param rounds of tuning
     * @param variants tried in a round; the budget is rounds times variants
     * @param seeds on which variants are compared
     */
    public static Program tune(
            Program program,
            Task task,
            TrainingService trainings,
            int rounds,
            int variants,
            List<Long> seeds,
            RandomStreams random) {
        Tuning tuning =
                new Tuning(new Racing(task, trainings, Hurdles.Rule.none()), Objective.ofFitness(), variants, true);
        return tuning.tuned(tuning.racer(SingleAssignment.of(program), "start"), rounds, seeds, random)
                .candidate()
                .program();
    }

    /** @param random streams of this tuning and no other */
    Racing.Racer tuned(Racing.Racer start, int rounds, List<Long> seeds, RandomStreams random) {
        Racing.Racer best = start;
        double spread = FIRST_SPREAD;
        for (int round = 0; round < rounds; round++) {
            List<Program> proposed = proposed(best, spread, random, round);
            String words = start.neighbour().words();
            List<Racing.Racer> racers = distinct(
                    proposed.stream()
                            .filter(variant -> AbstractExecution.of(variant).isValid())
                            .map(variant -> racer(variant, words))
                            .toList(),
                    best);
            Optional<Racing.Place> better = racing.run(best, racers, seeds).stream()
                    .findFirst()
                    .filter(place -> place.difference() + place.error() < 0);
            best = better.map(Racing.Place::racer).orElse(best);
            spread = better.isPresent() ? spread : spread * SHRINKAGE;
        }
        return best;
    }

    private List<Program> proposed(Racing.Racer best, double spread, RandomStreams random, int round) {
        Program program = best.candidate().program();
        List<Program> first = ladder(program, round).stream()
                .filter(variant -> !variant.equals(program))
                .limit(variants)
                .toList();
        return Stream.concat(first.stream(), variants(best, spread, random, round, variants - first.size()).stream())
                .toList();
    }

    /** What a round tries before chance: learning rates first, for nothing matters more. */
    private List<Program> ladder(Program program, int round) {
        if (round == 0) {
            return rated(program, RATES);
        }
        if (!isWhole || round > 2) {
            return List.of();
        }
        return round == 1
                ? DECAYS.stream()
                        .map(decay -> new Multipliers(1, decay).apply(program))
                        .toList()
                : rated(program, FINE_RATES);
    }

    private static List<Program> rated(Program program, List<Double> factors) {
        return factors.stream().map(factor -> Rates.scaled(program, factor)).toList();
    }

    private static List<Program> variants(
            Racing.Racer best, double spread, RandomStreams random, int round, int count) {
        return ConstantTuning.variants(best.candidate().program(), count, spread, random.stream("round", round));
    }

    Racing.Racer racer(Program program, String words) {
        Analysis analysis = AbstractExecution.ofValid(program);
        return Racing.Racer.of(new Neighbour(words, analysis, objective.unmeasured(analysis)));
    }

    /** Racers of distinct functions, none the same as a given one. */
    static List<Racing.Racer> distinct(List<Racing.Racer> racers, Racing.Racer without) {
        Map<FunctionalHash, Racing.Racer> distinct = new LinkedHashMap<>();
        racers.forEach(racer -> distinct.putIfAbsent(racer.candidate().hash(), racer));
        distinct.remove(without.candidate().hash());
        return List.copyOf(distinct.values());
    }
}
