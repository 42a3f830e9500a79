package savanna.search.neighbourhood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

    private final Racing racing;
    /** What weight decay is multiplied with in the second round of a whole tuning. */
    private static final List<Double> DECAYS = List.of(0.1, 10.0, 0.3, 3.0);

    private final Objective objective;
    private final int variants;
    private final boolean triesDecays;

    /** @param variants tried in a round */
    Tuning(Racing racing, Objective objective, int variants) {
        this(racing, objective, variants, false);
    }

    private Tuning(Racing racing, Objective objective, int variants, boolean triesDecays) {
        this.triesDecays = triesDecays;
        this.racing = racing;
        this.objective = objective;
        this.variants = variants;
    }

    /**
     * A program with better constants for a task: its learning rate first, then its weight decay if it has one, then
     * all.
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
                new Tuning(new Racing(task, trainings, OptionalDouble.empty()), Objective.ofFitness(), variants, true);
        return tuning.tuned(tuning.racer(SingleAssignment.of(program), "start"), rounds, seeds, random)
                .candidate()
                .program();
    }

    /** @param random streams of this tuning and no other */
    Racing.Racer tuned(Racing.Racer start, int rounds, List<Long> seeds, RandomStreams random) {
        Racing.Racer best = start;
        double spread = FIRST_SPREAD;
        for (int round = 0; round < rounds; round++) {
            List<Program> proposed = round == 0
                    ? withRates(best, spread, random)
                    : round == 1 && triesDecays
                            ? withDecays(best, spread, random)
                            : variants(best, spread, random, round, variants);
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

    /** The first round looks at a ladder of learning rates, from a thirtieth to thirty times: nothing matters more. */
    private List<Program> withRates(Racing.Racer best, double spread, RandomStreams random) {
        List<Program> rates = IntStream.of(1, -1, 2, -2, 3, -3)
                .limit(variants)
                .mapToObj(step -> Rates.scaled(best.candidate().program(), Math.pow(Math.sqrt(10), step)))
                .toList();
        return Stream.concat(rates.stream(), variants(best, spread, random, 0, variants - rates.size()).stream())
                .toList();
    }

    /** The second round of a whole tuning looks at a ladder of weight decays, as far as there is one. */
    private List<Program> withDecays(Racing.Racer best, double spread, RandomStreams random) {
        Program program = best.candidate().program();
        List<Program> decays = DECAYS.stream()
                .limit(variants)
                .map(decay -> new Multipliers(1, decay).apply(program))
                .filter(variant -> !variant.equals(program))
                .toList();
        return Stream.concat(decays.stream(), variants(best, spread, random, 1, variants - decays.size()).stream())
                .toList();
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
