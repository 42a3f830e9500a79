package savanna.search.simplify;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import savanna.dsl.algebra.Complexity;
import savanna.dsl.algebra.Derivation;
import savanna.dsl.algebra.Proof;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.algebra.Step;
import savanna.dsl.analysis.AbstractExecution;
import savanna.dsl.analysis.FunctionalHash;
import savanna.dsl.program.Program;
import savanna.dsl.program.Slot;
import savanna.dsl.rate.Rates;
import savanna.search.mutation.FunctionSet;
import savanna.search.mutation.SingleAssignment;
import savanna.search.neighbourhood.Neighbour;
import savanna.search.neighbourhood.Neighbours;
import savanna.search.neighbourhood.Racing;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.search.rate.UpdateSize;
import savanna.search.training.Candidate;
import savanna.search.training.Measurement;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.TrainingResult;
import savanna.tasks.training.TrainingService;

/**
 * Simplifies beyond what is equal. All single edits of a program that make it simpler (a statement left out, another
 * function or another variable in its place) race against it on paired seeds; of those that the task does not notice,
 * that is, that change the fitness by no more than its noise, the simplest is taken, once fresh seeds confirm it. So it
 * goes on until the task notices every edit; then constants lose digits on the same terms. Between edits, algebra does
 * what it can. The paper's authors did this by hand (appendix).
 *
 * <p>An edit's learning rate is multiplied so that its updates keep their size. A step is compared with the program
 * before it and with the one given, so that many steps do not add up to what one would not do. An improvement beyond
 * noise is noticed too: taking it would be tuning.
 *
 * <p>A program may come from a longer task, with a rate so small that nothing would matter on this one. So all programs
 * are measured with their update times one factor, the best of 1, 3, 10, 30 and 100 for the program as given. One may
 * come with a rate far too large, too: smaller factors, down to 0.003, count if they are better beyond noise.
 */
public final class MeasuredSimplification {

    /** Mutations whose outcomes are tried; those that closure tries too. */
    private static final List<String> EDITS = List.of("bypass", "rewire", "replace");

    private static final List<Double> FACTORS = List.of(1.0, 3.0, 10.0, 30.0, 100.0);

    /** For a program that was given with a rate far above what the task bears. */
    private static final List<Double> SMALLER = List.of(0.3, 0.1, 0.03, 0.01, 0.003);

    /** Small enough that no weight moves. */
    private static final double STILL = 1e-30;

    /**
     * How far it goes.
     *
     * @param seeds trainings that an edit must last, and as many fresh ones that confirm it; at least 2
     * @param trainings no further step begins once so many were asked for
     */
    public record Budget(int seeds, long trainings) {
        public Budget {
            if (seeds < 2 || trainings < 0) {
                throw new IllegalArgumentException("expected at least 2 seeds, which differences need, and at least 0"
                        + " trainings; found " + seeds + " and " + trainings);
            }
        }
    }

    /**
     * What came out.
     *
     * @param derivation all steps, algebra and measurement
     * @param factor by which updates were multiplied in the measurements
     * @param kept by what would be left out of the result: why it stays
     * @param asked trainings that this took, those that were known before included
     * @param isComplete whether the task notices every further edit; else the budget ran out
     */
    public record Result(
            Derivation derivation, double factor, Map<String, Change> kept, long asked, boolean isComplete) {}

    private final Task task;
    private final FunctionSet functions;
    private final Budget budget;
    private final RandomStreams random;
    private final TrainingService trainings;
    private final Consumer<String> progress;

    /**
     * @param functions that may be put in a statement's place
     * @param random chooses the seeds
     * @param progress is told what is being measured
     */
    public MeasuredSimplification(
            Task task,
            FunctionSet functions,
            Budget budget,
            RandomStreams random,
            TrainingService trainings,
            Consumer<String> progress) {
        this.task = task;
        this.functions = functions;
        this.budget = budget;
        this.random = random;
        this.trainings = trainings;
        this.progress = progress;
    }

    /** Simplifies a program. @throws savanna.dsl.analysis.InvalidProgramException if it is not valid */
    public Result simplify(Program program) {
        return new Descent(new Simplifier().simplify(program)).run();
    }

    /**
     * Simplifies a program that trains: one that is better, by two standard errors of its mean fitness, than one that
     * leaves the weights as they are. Of any other, whatever is left out would go unnoticed.
     *
     * @return none if the program does not train
     */
    public Optional<Result> simplifyTraining(Program program) {
        Descent descent = new Descent(new Simplifier().simplify(program));
        return descent.isTraining() ? Optional.of(descent.run()) : Optional.empty();
    }

    /**
     * Whether a program is better by two standard errors of its own mean, or trains where the other does not. Those of
     * the other say little where one seed of it explodes.
     */
    private static boolean isBetter(Measurement program, Measurement other) {
        return program.isTrained() && program.mean() + 2 * program.standardError() < other.mean();
    }

    private List<Long> seeds(Object... purpose) {
        return LongStream.generate(random.stream("simplification", List.of(purpose))::nextLong)
                .limit(budget.seeds())
                .map(seed -> seed >>> 11)
                .boxed()
                .toList();
    }

    /** A factor, and the program with its updates times it. */
    private record Scale(double factor, Measurement measured) {}

    /** The factor that is best for a program; the first if none trains. */
    private Scale bestScale(Program program, List<Long> seeds) {
        List<Double> factors = Stream.concat(FACTORS.stream(), SMALLER.stream()).toList();
        progress.accept(
                "finding the scale of the update: " + factors.size() + " factors on " + seeds.size() + " seeds");
        List<Measurement> all = measured(program, factors, seeds);
        Measurement larger = best(all.subList(0, FACTORS.size()));
        Measurement smaller = best(all.subList(FACTORS.size(), all.size()));
        Measurement best = isBetter(smaller, larger) ? smaller : larger;
        return new Scale(factors.get(all.indexOf(best)), best);
    }

    private static Measurement best(List<Measurement> measurements) {
        return Collections.min(measurements, Comparator.comparingDouble(Measurement::mean));
    }

    /** A program with its updates times each of some factors. */
    private List<Measurement> measured(Program program, List<Double> factors, List<Long> seeds) {
        List<Candidate> scaled = factors.stream()
                .map(factor -> Candidate.of(Rates.scaledExactly(program, factor)))
                .toList();
        List<TrainingResult> results = trainings.train(Candidate.requests(task, scaled, seeds, Hurdles.none()));
        return IntStream.range(0, scaled.size())
                .mapToObj(i -> Measurement.of(scaled.get(i), results.get(i)))
                .toList();
    }

    /** One simplification. */
    private final class Descent {
        private final List<Long> seeds = seeds("seeds");
        private final Map<String, Change> kept = new LinkedHashMap<>();
        private final Scale scale;
        private final Unnoticed unnoticed;
        private Derivation derivation;
        private int steps;

        Descent(Derivation algebra) {
            derivation = algebra;
            scale = bestScale(algebra.result(), seeds);
            unnoticed = new Unnoticed(task, trainings, candidate(algebra.result()));
        }

        /** Whether the program, with its updates times the factor, is better than one whose weights stay. */
        boolean isTraining() {
            return isBetter(
                    scale.measured(),
                    measured(derivation.result(), List.of(STILL), seeds).get(0));
        }

        Result run() {
            boolean isComplete = false;
            while (!isComplete && unnoticed.asked() < budget.trainings()) {
                isComplete = !step();
                steps++;
            }
            for (int constant = 0;
                    constant < Roundings.constants(derivation.result()).size();
                    constant++) {
                if (unnoticed.asked() < budget.trainings()) {
                    shorten(constant);
                }
            }
            return new Result(derivation, scale.factor(), kept, unnoticed.asked(), isComplete);
        }

        private Candidate candidate(Program program) {
            return Candidate.of(Rates.scaledExactly(program, scale.factor()));
        }

        private Racing.Racer racer(Program program, String words) {
            Neighbour neighbour = new Neighbour(
                    words,
                    AbstractExecution.ofValid(program),
                    Objective.ofFitness().unmeasured(AbstractExecution.ofValid(program)));
            return new Racing.Racer(neighbour, candidate(program));
        }

        /** Takes one edit that the task does not notice. Returns whether there was one. */
        private boolean step() {
            Program current = derivation.result();
            Racing.Racer incumbent = racer(current, "as it is");
            List<Racing.Racer> racers = simpler(current, incumbent);
            progress.accept("step " + (steps + 1) + ": " + racers.size() + " simpler programs, one edit from "
                    + current.statements().size() + " statements, race on up to " + seeds.size() + " seeds; "
                    + unnoticed.asked() + " trainings so far, at most about " + budget.trainings());
            List<Racing.Racer> lasted = simplestFirst(unnoticed.among(incumbent, racers, seeds));
            note(racers);
            Optional<Step> taken = confirmed(incumbent, lasted, seeds("confirmation", steps));
            taken.ifPresent(step -> {
                add(step);
                derivation = derivation.then(new Simplifier().simplify(step.after()));
            });
            return taken.isPresent();
        }

        private void add(Step step) {
            derivation = derivation.then(step);
        }

        /** The first that fresh seeds do not notice either. */
        private Optional<Step> confirmed(Racing.Racer incumbent, List<Racing.Racer> lasted, List<Long> fresh) {
            for (Racing.Racer racer : lasted) {
                Change change = unnoticed.change(racer);
                if (!unnoticed.among(incumbent, List.of(racer), fresh).isEmpty()) {
                    String text = String.format(
                            Locale.ROOT,
                            "on %s with %d seeds: %s; on as many fresh ones: %s",
                            task.name(),
                            budget.seeds(),
                            change,
                            unnoticed.change(racer));
                    return Optional.of(new Step(
                            racer.neighbour().words(),
                            derivation.result(),
                            racer.neighbour().analysis().program(),
                            new Proof(Proof.Ground.MEASURED, text)));
                }
            }
            return Optional.empty();
        }

        /**
         * By what algebra leaves of them, since that is what a step comes to; of equally simple ones, first what is
         * surest to be the same: whose difference and its error are smallest together.
         */
        private List<Racing.Racer> simplestFirst(List<Racing.Racer> racers) {
            Map<Racing.Racer, Complexity> left = new HashMap<>();
            racers.forEach(racer -> left.put(
                    racer,
                    Complexity.of(AbstractExecution.ofValid(new Simplifier()
                            .simplify(racer.neighbour().analysis().program())
                            .result()))));
            return racers.stream()
                    .sorted(Comparator.<Racing.Racer, Complexity>comparing(left::get)
                            .thenComparing(
                                    racer -> Math.abs(unnoticed.change(racer).difference())
                                            + unnoticed.change(racer).error()))
                    .toList();
        }

        /** What every statement that might be left out was worth when it was looked at. */
        private void note(List<Racing.Racer> racers) {
            kept.clear();
            racers.stream()
                    .filter(racer -> racer.neighbour().words().startsWith("delete "))
                    .forEach(racer -> kept.put(racer.neighbour().words(), unnoticed.change(racer)));
        }

        /** Distinct functions one edit away that are simpler, with their rates matched. */
        private List<Racing.Racer> simpler(Program current, Racing.Racer incumbent) {
            Complexity own = Complexity.of(AbstractExecution.ofValid(current));
            List<Neighbour> neighbours =
                    Neighbours.of(SingleAssignment.of(current), EDITS, functions, Objective.ofFitness(), trainings)
                            .stream()
                            .filter(neighbour ->
                                    Complexity.of(neighbour.analysis()).compareTo(own) < 0)
                            .toList();
            ToDoubleFunction<Program> factors = UpdateSize.record(incumbent.candidate(), task, seeds.get(0), trainings)
                    .map(sample -> new UpdateSize(sample).factorsTo(current))
                    .orElse(any -> 1);
            List<Racing.Racer> racers = trainings.map(
                    neighbours,
                    neighbour -> sized(
                            neighbour,
                            factors.applyAsDouble(neighbour.analysis().program())));
            Map<FunctionalHash, Racing.Racer> distinct = new LinkedHashMap<>();
            racers.forEach(racer -> distinct.putIfAbsent(racer.candidate().hash(), racer));
            distinct.remove(incumbent.candidate().hash());
            return List.copyOf(distinct.values());
        }

        private Racing.Racer sized(Neighbour neighbour, double rate) {
            return rate == 1
                    ? racer(neighbour.analysis().program(), neighbour.words())
                    : racer(
                            Rates.scaled(
                                    SingleAssignment.of(neighbour.analysis().program()), rate),
                            neighbour.words() + ", rate times " + rate);
        }

        /** Takes the fewest digits of a constant that the task does not notice. */
        private void shorten(int constant) {
            Program current = derivation.result();
            Slot slot = Roundings.constants(current).get(constant);
            Racing.Racer incumbent = racer(current, "as it is");
            List<Racing.Racer> racers = Roundings.at(slot, current).stream()
                    .map(rounded -> racer(rounded.program(), rounded.words()))
                    .filter(racer -> !racer.candidate()
                            .hash()
                            .equals(incumbent.candidate().hash()))
                    .toList();
            progress.accept("rounding " + slot.operand(current));
            List<Racing.Racer> lasted = unnoticed.among(incumbent, racers, seeds);
            confirmed(incumbent, racers.stream().filter(lasted::contains).toList(), seeds("rounding", constant))
                    .ifPresent(this::add);
        }
    }
}
