package savanna.search.evolution;

import io.jenetics.Phenotype;
import io.jenetics.TournamentSelector;
import io.jenetics.engine.Constraint;
import io.jenetics.engine.Engine;
import io.jenetics.engine.Evaluator;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import savanna.search.mutation.Mutations;
import savanna.search.random.RandomStreams;
import savanna.search.training.TrainingPool;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;

/**
 * Regularized evolution (Real et al. 2019; paper, section 3.1) on Jenetics: parents win a tournament, every child is one mutation away
 * from its parent, and the oldest leave, however good. All individuals start as the same program.
 *
 * <p>Jenetics keeps survivors before offspring in its population, so the youngest are its tail. Its executor runs in the calling
 * thread; the parallelism is in {@link TrainingPool}. The random source is seeded anew for each generation, so that nothing
 * depends on what ran before.
 */
public final class RegularizedEvolution {

    /**
     * Parameters of an evolution.
     *
     * @param population individuals alive at a time
     * @param tournament individuals among which a parent is the best
     * @param offspring  children made at a time, at most the population
     */
    public record Parameters(int population, int tournament, int offspring) {
        public Parameters {
            if (population < 2 || tournament < 1 || tournament > population || offspring < 1 || offspring > population) {
                throw new IllegalArgumentException("expected a population of at least 2, a tournament and offspring from 1 to the population; found population "
                        + population + ", tournament " + tournament + ", offspring " + offspring);
            }
        }
    }

    /**
     * How a search ended.
     *
     * @param reason     why
     * @param counts     totals
     * @param hallOfFame best distinct functions, best first
     */
    public record Outcome(StopReason reason, Counts counts, List<HallOfFame.Entry> hallOfFame) {
        public Outcome {
            hallOfFame = List.copyOf(hallOfFame);
        }
    }

    private final Scoring scoring;
    private final HallOfFame hallOfFame;
    private final Engine<ProgramGene, Double> engine;
    private final Parameters parameters;
    private final RandomStreams random;

    /**
     * @param kept    most functions kept in the hall of fame
     * @param hurdles fixed for the whole search
     * @param random  streams of this search and no other
     */
    public RegularizedEvolution(Parameters parameters, Mutations mutations, Task task, TrainingPool pool, Hurdles hurdles, int kept, RandomStreams random,
            SearchJournal journal) {
        this.parameters = parameters;
        this.random = random;
        this.hallOfFame = new HallOfFame(kept);
        this.scoring = new Scoring(task, pool, hurdles, journal, hallOfFame);
        this.engine = engine(parameters, new Offspring(mutations), this::evaluate);
    }

    private static Engine<ProgramGene, Double> engine(Parameters parameters, Offspring offspring, Evaluator<ProgramGene, Double> evaluator) {
        return new Engine.Builder<>(evaluator, () -> { throw new IllegalStateException("the population is given, never drawn"); })
                .minimizing()
                .populationSize(parameters.population())
                .offspringSize(parameters.offspring())
                .survivorsSize(parameters.population() - parameters.offspring())
                .maximalPhenotypeAge(Long.MAX_VALUE)
                .offspringSelector(new TournamentSelector<>(parameters.tournament()))
                .survivorsSelector((population, count, optimize) -> population.asISeq().subSeq(population.size() - count, population.size()))
                .alterers(offspring)
                .constraint(Constraint.of(phenotype -> true))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Evolves from a program until the rule says so; it is asked after each batch of children.
     *
     * @throws savanna.search.training.InterruptedRunException if asked to stop
     */
    public Outcome run(Individual start, StoppingRule rule) {
        Phenotype<ProgramGene, Double> ancestor = Offspring.phenotype(start, 1).withFitness(scoring.start(start).orWorst());
        ISeq<Phenotype<ProgramGene, Double>> population = IntStream.range(0, parameters.population()).mapToObj(i -> ancestor).collect(ISeq.toISeq());
        EvolutionStart<ProgramGene, Double> next = EvolutionStart.of(population, 1);
        double best = scoring.counts().best();
        long lastImproved = 0;
        while (true) {
            Counts counts = scoring.counts();
            if (counts.best() < best) {
                best = counts.best();
                lastImproved = counts.programs();
            }
            Optional<StopReason> reason = rule.stop(counts, lastImproved);
            if (reason.isPresent()) {
                return new Outcome(reason.get(), counts, hallOfFame.entries());
            }
            next = generation(next).next();
        }
    }

    /** The best program so far. */
    public Optional<HallOfFame.Entry> best() {
        return hallOfFame.best();
    }

    private EvolutionResult<ProgramGene, Double> generation(EvolutionStart<ProgramGene, Double> start) {
        return RandomRegistry.with(random.stream("generation", start.generation()), source -> engine.evolve(start));
    }

    private ISeq<Phenotype<ProgramGene, Double>> evaluate(Seq<Phenotype<ProgramGene, Double>> population) {
        List<Individual> made = new ArrayList<>();
        population.forEach(phenotype -> {
            if (phenotype.nonEvaluated()) {
                made.add(phenotype.genotype().gene().allele());
            }
        });
        if (made.isEmpty()) {
            return population.asISeq();
        }
        List<Score> scores = scoring.score(made);
        MSeq<Phenotype<ProgramGene, Double>> evaluated = MSeq.of(population);
        int next = 0;
        for (int i = 0; i < evaluated.size(); i++) {
            if (evaluated.get(i).nonEvaluated()) {
                evaluated.set(i, evaluated.get(i).withFitness(scores.get(next++).orWorst()));
            }
        }
        return evaluated.toISeq();
    }
}
