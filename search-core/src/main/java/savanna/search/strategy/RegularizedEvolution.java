package savanna.search.strategy;

import io.jenetics.Phenotype;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.engine.EvolutionStream;
import io.jenetics.util.ISeq;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import savanna.dsl.analysis.FunctionalHash;
import savanna.search.evolution.Births;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.Strategy;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.Mutations;

/**
 * Regularized evolution (Real et al. 2019; paper, section 3.1) on Jenetics: parents win a tournament, every child is
 * one mutation away from its parent, and the oldest leave, however good. All individuals start as the same program.
 *
 * <p>It is a stream of {@link Generations}. A proposal is the newborn of the next one; since the batch before it is
 * still in training then, a child can breed from the next generation but one.
 */
public final class RegularizedEvolution implements Strategy {

    /** Functions that are remembered for each of the population, at most. */
    private static final int LEFT = 4;

    private final Iterator<EvolutionResult<ProgramGene, Valuation>> generations;
    private final RateTrials rates;
    /** What the newborn do not know yet, by number. */
    private final Map<Long, Valuation> observed = new HashMap<>();
    /**
     * The last that is known of each function of the population, and of some that have left it: those that earn seeds
     * change their score.
     */
    private final Map<FunctionalHash, Valuation> latest = new HashMap<>();

    /**
     * @param mutations that make the children
     * @param sizes that some children are given
     * @param rateTrials other learning rates that a new structure is tried at
     */
    RegularizedEvolution(SearchStart start, Mutations mutations, Optional<MatchedSizes> sizes, int rateTrials) {
        SearchSetting setting = start.setting();
        this.rates = new RateTrials(rateTrials, start.program(), setting.maxStatements());
        Generations evolution = new Generations(
                setting.population(),
                setting.offspring(),
                Selectors.KNOWN
                        .get(setting.selector())
                        .selector(setting, start.program().score()),
                new Offspring(mutations, sizes, rates, new Births()),
                this::aged,
                start.random());
        this.generations = EvolutionStream.ofEvolution(() -> first(start.program(), setting.population()), evolution)
                .iterator();
    }

    private static EvolutionStart<ProgramGene, Valuation> first(Scored start, int population) {
        Phenotype<ProgramGene, Valuation> ancestor =
                Offspring.newborn(start.individual(), 1).withFitness(start.score());
        return EvolutionStart.of(ISeq.of(Collections.nCopies(population, ancestor)), 1);
    }

    private Phenotype<ProgramGene, Valuation> aged(Phenotype<ProgramGene, Valuation> phenotype) {
        Valuation score = phenotype.isEvaluated()
                ? latest.get(individual(phenotype).hash())
                : observed.remove(individual(phenotype).number());
        boolean isNew = score != null && (phenotype.nonEvaluated() || score != phenotype.fitness());
        return isNew ? phenotype.withFitness(score) : phenotype;
    }

    private static Individual individual(Phenotype<ProgramGene, Valuation> phenotype) {
        return phenotype.genotype().gene().allele();
    }

    @Override
    public List<Individual> propose() {
        EvolutionResult<ProgramGene, Valuation> generation = generations.next();
        forget(generation.population());
        return generation.population().stream()
                .filter(phenotype -> phenotype.nonEvaluated() && phenotype.generation() == generation.generation())
                .map(RegularizedEvolution::individual)
                .toList();
    }

    /** What left the population is asked for no more; it is looked for now and then. */
    private void forget(ISeq<Phenotype<ProgramGene, Valuation>> population) {
        if (latest.size() > LEFT * population.size()) {
            latest.keySet()
                    .retainAll(population.stream()
                            .map(phenotype -> individual(phenotype).hash())
                            .collect(Collectors.toSet()));
        }
    }

    @Override
    public void rescored(List<Scored> functions) {
        functions.forEach(
                scored -> latest.computeIfPresent(scored.individual().hash(), (function, last) -> scored.score()));
    }

    @Override
    public void observe(List<Scored> batch) {
        for (Scored scored : batch) {
            observed.put(scored.individual().number(), scored.score());
            latest.put(scored.individual().hash(), scored.score());
            rates.observe(scored);
        }
    }
}
