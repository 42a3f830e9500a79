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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Cost;
import savanna.search.objective.Objective;
import savanna.search.random.RandomStreams;
import savanna.tasks.Hurdles;
import savanna.tasks.Task;
import savanna.tasks.training.TrainingService;

/**
 * Regularized evolution (Real et al. 2019; paper, section 3.1) on Jenetics: parents win a tournament, every child is
 * one mutation away from its parent, and the oldest leave, however good. All individuals start as the same program.
 *
 * <p>One batch of children is made ahead: while a batch is trained, the next is bred from what was known before it, as
 * in the paper's asynchronous search but in a fixed order, so that neither a thread's speed nor an interruption
 * matters. A child can thus breed from the next batch but one.
 *
 * <p>Jenetics keeps survivors before offspring in its population, so the youngest are its tail. Its executor runs in
 * the calling thread; the parallelism is in {@link TrainingService}. The random source is seeded anew for each
 * generation, so that nothing depends on what ran before.
 */
public final class RegularizedEvolution {

    /**
     * Parameters of an evolution.
     *
     * @param population individuals alive at a time
     * @param tournament individuals among which a parent is the best
     * @param offspring children made at a time, at most the population
     */
    public record Parameters(int population, int tournament, int offspring) {
        public Parameters {
            if (population < 2
                    || tournament < 1
                    || tournament > population
                    || offspring < 1
                    || offspring > population) {
                throw new IllegalArgumentException(
                        "expected a population of at least 2, a tournament and offspring from 1 to the population; found population "
                                + population + ", tournament " + tournament + ", offspring " + offspring);
            }
        }
    }

    /**
     * How a search ended.
     *
     * @param reason why
     * @param counts totals
     * @param hallOfFame best distinct functions, best first
     */
    public record Outcome(StopReason reason, Counts counts, List<HallOfFame.Entry> hallOfFame) {
        public Outcome {
            hallOfFame = List.copyOf(hallOfFame);
        }
    }

    private final Scoring scoring;
    private final HallOfFame hallOfFame;
    private final Mutations mutations;
    private final Parameters parameters;
    private final RandomStreams random;
    private Optional<Scoring.Batch> ahead = Optional.empty();

    /**
     * @param kept most functions kept in the hall of fame
     * @param hurdles fixed for the whole search
     * @param random streams of this search and no other
     */
    public RegularizedEvolution(
            Parameters parameters,
            Mutations mutations,
            Objective objective,
            Task task,
            TrainingService trainings,
            Hurdles hurdles,
            int kept,
            RandomStreams random,
            SearchJournal journal) {
        this.parameters = parameters;
        this.mutations = mutations;
        this.random = random;
        this.hallOfFame = new HallOfFame(kept);
        this.scoring = new Scoring(objective, task, trainings, hurdles, journal, hallOfFame);
    }

    private static Engine<ProgramGene, Cost> engine(
            Parameters parameters, Offspring offspring, Evaluator<ProgramGene, Cost> evaluator) {
        return new Engine.Builder<>(evaluator, () -> {
                    throw new IllegalStateException("the population is given, never drawn");
                })
                .minimizing()
                .populationSize(parameters.population())
                .offspringSize(parameters.offspring())
                .survivorsSize(parameters.population() - parameters.offspring())
                .maximalPhenotypeAge(Long.MAX_VALUE)
                .offspringSelector(new TournamentSelector<>(parameters.tournament()))
                .survivorsSelector((population, count, optimize) ->
                        population.asISeq().subSeq(population.size() - count, population.size()))
                .alterers(offspring)
                .constraint(Constraint.of(phenotype -> true))
                .executor(Runnable::run)
                .build();
    }

    /**
     * Evolves from a program until the rule says so; it is asked after each batch of children.
     *
     * @throws savanna.tasks.training.InterruptedRunException if asked to stop
     */
    public Outcome run(Individual start, StoppingRule rule) {
        Phenotype<ProgramGene, Cost> ancestor =
                Offspring.phenotype(start, 1).withFitness(scoring.start(start).cost());
        Engine<ProgramGene, Cost> engine =
                engine(parameters, new Offspring(mutations), evaluated -> evaluate(evaluated, ancestor));
        ISeq<Phenotype<ProgramGene, Cost>> population = IntStream.range(0, parameters.population())
                .mapToObj(i -> ancestor)
                .collect(ISeq.toISeq());
        EvolutionStart<ProgramGene, Cost> next = EvolutionStart.of(population, 1);
        Cost best = scoring.counts().best();
        long lastImproved = 0;
        while (true) {
            Counts counts = scoring.counts();
            if (counts.best().compareTo(best) < 0) {
                best = counts.best();
                lastImproved = counts.programs();
            }
            Optional<StopReason> reason = rule.stop(counts, lastImproved);
            if (reason.isPresent()) {
                ahead.ifPresent(scoring::abandon);
                return new Outcome(reason.get(), counts, hallOfFame.entries());
            }
            next = generation(engine, next).next();
        }
    }

    /** The best program so far. */
    public Optional<HallOfFame.Entry> best() {
        return hallOfFame.best();
    }

    private EvolutionResult<ProgramGene, Cost> generation(
            Engine<ProgramGene, Cost> engine, EvolutionStart<ProgramGene, Cost> start) {
        return RandomRegistry.with(random.stream("generation", start.generation()), source -> engine.evolve(start));
    }

    /**
     * Jenetics asks for the fitness of survivors and new children: the children go to training, and those that were
     * there before them take their place, or at first ancestors.
     */
    private ISeq<Phenotype<ProgramGene, Cost>> evaluate(
            Seq<Phenotype<ProgramGene, Cost>> population, Phenotype<ProgramGene, Cost> ancestor) {
        List<Phenotype<ProgramGene, Cost>> children =
                population.stream().filter(Phenotype::nonEvaluated).toList();
        if (children.isEmpty()) {
            return population.asISeq();
        }
        Optional<Scoring.Batch> before = ahead;
        ahead = Optional.of(scoring.begin(
                children.stream().map(child -> child.genotype().gene().allele()).toList()));
        MSeq<Phenotype<ProgramGene, Cost>> evaluated = MSeq.of(population);
        List<Phenotype<ProgramGene, Cost>> trained =
                before.map(this::trained).orElseGet(() -> Collections.nCopies(children.size(), ancestor));
        int next = 0;
        for (int i = 0; i < evaluated.size(); i++) {
            if (evaluated.get(i).nonEvaluated()) {
                evaluated.set(i, trained.get(next++));
            }
        }
        return evaluated.toISeq();
    }

    private List<Phenotype<ProgramGene, Cost>> trained(Scoring.Batch batch) {
        List<Score> scores = scoring.end(batch);
        return IntStream.range(0, scores.size())
                .mapToObj(i -> Offspring.phenotype(batch.made().get(i), 1)
                        .withFitness(scores.get(i).cost()))
                .toList();
    }
}
