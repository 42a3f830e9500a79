package savanna.search.neighbourhood;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;
import savanna.dsl.rate.Rates;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.SingleAssignment;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.rate.UpdateSize;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.training.TrainingService;

/**
 * A systematic local search from one program. <em>Closure</em> tries every single edit that makes the program simpler
 * and takes the simplest that is within one standard error of the best, prices included, until nothing changes;
 * <em>growth</em> tries every single insertion and keeps one that improves beyond noise on seeds that did not propose
 * it. Constants are tuned in between, and for promising insertions before they are judged. A neighbour's learning rate
 * is multiplied so that its updates keep their size. All comparisons are on paired seeds, with racing. No function has
 * a special place in it.
 */
public final class NeighbourhoodSearch {

    /**
     * How far the search goes.
     *
     * @param objective what is better
     * @param simplifyBy names of the mutations that closure goes through
     * @param growBy names of the mutations that growth goes through
     * @param functions that new statements may call
     * @param seeds paired seeds that a neighbour must last
     * @param closure simplifying steps at most
     * @param growth insertions at most
     * @param tuningRounds rounds of tuning
     * @param tuningVariants variants tried in a round
     * @param promising insertions whose constants are tuned before they are judged
     * @param trainings whole trainings at most; those that end early count by their steps
     */
    public record Parameters(
            Objective objective,
            List<String> simplifyBy,
            List<String> growBy,
            FunctionSet functions,
            int seeds,
            int closure,
            int growth,
            int tuningRounds,
            int tuningVariants,
            int promising,
            OptionalLong trainings) {}

    /** Is told each step that is taken. */
    @FunctionalInterface
    public interface Journal {
        /**
         * A step was taken.
         *
         * @param program where it led, in single-assignment form
         * @param words what was done
         */
        void step(Program program, String words);
    }

    private final Parameters parameters;
    private final Task task;
    private final TrainingService trainings;
    private final Racing racing;
    private final Tuning tuning;
    private final RandomStreams random;
    private final Journal journal;
    private Racing.Racer current;
    private int steps;

    /** @param rule ends trainings early that are hopeless beside the worst of the current program's */
    public NeighbourhoodSearch(
            Parameters parameters,
            Task task,
            TrainingService trainings,
            Hurdles.Rule rule,
            RandomStreams random,
            Journal journal) {
        this.parameters = parameters;
        this.task = task;
        this.trainings = trainings;
        this.racing = new Racing(task, trainings, rule, parameters.trainings());
        this.tuning = new Tuning(racing, parameters.objective(), parameters.tuningVariants());
        this.random = random;
        this.journal = journal;
    }

    /**
     * Searches from a valid program that trains.
     *
     * @return the program where the search came to rest
     */
    public Program run(Program start) {
        current = racer(SingleAssignment.of(start), "start");
        try {
            descend();
        } catch (Racing.SpentException spent) {
            // Where it stands is where it comes to rest.
            return program();
        }
        return program();
    }

    private void descend() {
        tune(parameters.tuningRounds());
        for (int i = 0; i < parameters.closure() && simplify(); i++) {
            tune(Math.max(1, parameters.tuningRounds() / 3));
        }
        tune(parameters.tuningRounds());
        for (int i = 0; i < parameters.growth() && grow(); i++) {
            tune(parameters.tuningRounds());
        }
    }

    /** Of a program: how many simplifications or insertions a step tries, the larger number of those that it takes. */
    public long neighbours(Program program) {
        Program single = SingleAssignment.of(program);
        return Math.max(
                parameters.closure() == 0 ? 0 : simplifications(single).size(),
                parameters.growth() == 0 ? 0 : insertions(single).size());
    }

    private List<Neighbour> simplifications(Program program) {
        return Neighbours.simpler(
                program, parameters.simplifyBy(), parameters.functions(), parameters.objective(), trainings);
    }

    private List<Neighbour> insertions(Program program) {
        return Neighbours.of(program, parameters.growBy(), parameters.functions(), parameters.objective(), trainings);
    }

    /** One step of closure. Returns whether there was one. */
    private boolean simplify() {
        List<Racing.Racer> racers = sized(simplifications(program()));
        List<Long> seeds = seeds("closure", parameters.seeds());
        Map<FunctionalHash, Racing.Racer> promising = promising(racing.run(current, racers, seeds), "closure-tuning");
        List<Racing.Place> lasted = racing.run(current, List.copyOf(promising.values()), seeds);
        double best =
                lasted.stream().mapToDouble(Racing.Place::difference).min().orElse(Double.POSITIVE_INFINITY);
        double error = lasted.stream()
                .filter(place -> place.difference() == best)
                .findFirst()
                .map(Racing.Place::error)
                .orElse(0.0);
        // The incumbent is in the race too, at a difference of zero.
        double limit = Math.min(0, best) + error;
        Optional<Racing.Place> chosen = lasted.stream()
                .filter(place -> place.difference() <= limit)
                .min(Comparator.<Racing.Place, Cost>comparing(
                                place -> place.measured().cost(), Cost.SIMPLEST_FIRST)
                        .thenComparingDouble(Racing.Place::difference));
        chosen.ifPresent(place -> take(place.racer(), place.racer().neighbour().words()));
        return chosen.isPresent();
    }

    /** One step of growth. Returns whether there was one. */
    private boolean grow() {
        List<Racing.Racer> racers = sized(insertions(program()));
        Map<FunctionalHash, Racing.Racer> promising =
                promising(racing.run(current, racers, seeds("growth", parameters.seeds())), "growth-tuning");
        // Thousands were tried: the best owe something to luck, which fresh seeds take away.
        List<Racing.Place> confirmed =
                racing.run(current, List.copyOf(promising.values()), seeds("confirmation", 2 * parameters.seeds()));
        Optional<Racing.Place> chosen = confirmed.stream()
                .filter(place -> place.difference() + 2 * place.error() < 0)
                .findFirst();
        chosen.ifPresent(place -> take(place.racer(), place.racer().neighbour().words()));
        return chosen.isPresent();
    }

    /** The best that lasted, as they are and with their constants tuned: what an edit is worth shows only then. */
    private Map<FunctionalHash, Racing.Racer> promising(List<Racing.Place> lasted, String purpose) {
        Map<FunctionalHash, Racing.Racer> promising = new LinkedHashMap<>();
        lasted.stream().limit(parameters.promising()).forEach(place -> {
            promising.put(place.racer().candidate().hash(), place.racer());
            Racing.Racer tuned = tuned(place.racer(), Math.max(1, parameters.tuningRounds() / 2), purpose);
            promising.putIfAbsent(tuned.candidate().hash(), tuned);
        });
        return promising;
    }

    private void tune(int rounds) {
        Racing.Racer tuned = tuned(current, rounds, "tuning");
        if (!tuned.candidate().hash().equals(current.candidate().hash())) {
            take(tuned, "tune constants");
        }
    }

    /** @param purpose tells this tuning from others of the same step */
    private Racing.Racer tuned(Racing.Racer start, int rounds, String purpose) {
        RandomStreams own = new RandomStreams(
                random.stream(purpose, steps, start.candidate().hash()).nextLong());
        return tuning.tuned(start, rounds, seeds("tuning", parameters.seeds()), own);
    }

    private void take(Racing.Racer racer, String words) {
        current = racer(SingleAssignment.of(racer.candidate().program()), words);
        steps++;
        journal.step(program(), words);
    }

    private Program program() {
        return current.candidate().program();
    }

    /**
     * Seeds of this step; those of closure stay the same while it goes on, so that steps are compared on equal terms.
     */
    private List<Long> seeds(String purpose, int count) {
        return random.stream("seeds", purpose, purpose.equals("confirmation") ? steps : 0)
                .longs(count)
                .map(seed -> seed >>> 11)
                .boxed()
                .toList();
    }

    /**
     * Neighbours with their learning rates multiplied so that updates keep the size that the current program's have.
     */
    private List<Racing.Racer> sized(List<Neighbour> neighbours) {
        ToDoubleFunction<Program> factors = UpdateSize.record(
                        current.candidate(), task, seeds("sizes", 1).get(0), trainings)
                .map(sample -> new UpdateSize(sample).factorsTo(program()))
                .orElse(any -> 1);
        return Tuning.distinct(
                trainings.map(
                        neighbours,
                        neighbour -> sized(
                                neighbour,
                                factors.applyAsDouble(neighbour.analysis().program()))),
                current);
    }

    private Racing.Racer sized(Neighbour neighbour, double factor) {
        if (factor == 1) {
            return Racing.Racer.of(neighbour);
        }
        return racer(
                Rates.scaled(SingleAssignment.of(neighbour.analysis().program()), factor),
                neighbour.words() + ", rate times " + factor);
    }

    private Racing.Racer racer(Program program, String words) {
        return tuning.racer(program, words);
    }
}
