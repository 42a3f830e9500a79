package savanna.search.strategy;

import io.jenetics.MonteCarloSelector;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.TournamentSelector;
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
import savanna.search.evolution.Births;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.SearchStart;
import savanna.search.evolution.Strategy;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Cost;

/**
 * Regularized evolution (Real et al. 2019; paper, section 3.1) on Jenetics: parents win a tournament, every child is
 * one mutation away from its parent, and the oldest leave, however good. All individuals start as the same program.
 *
 * <p>It is a stream of {@link Generations}. A proposal is the newborn of the next one; since the batch before it is
 * still in training then, a child can breed from the next generation but one.
 */
public final class RegularizedEvolution implements Strategy {

    private final Iterator<EvolutionResult<ProgramGene, Cost>> generations;
    /** Costs that the newborn do not know yet, by number. */
    private final Map<Long, Cost> observed = new HashMap<>();

    /**
     * @param mutations that make the children
     * @param sizes that some children are given
     */
    RegularizedEvolution(SearchStart start, Mutations mutations, Optional<MatchedSizes> sizes) {
        SearchSetting setting = start.setting();
        Generations evolution = new Generations(
                setting.population(),
                setting.offspring(),
                selector(setting.tournament()),
                new Offspring(mutations, sizes, new Births()),
                this::aged,
                start.random());
        this.generations = EvolutionStream.ofEvolution(() -> first(start.program(), setting.population()), evolution)
                .iterator();
    }

    /** A tournament of one is won by anybody; Jenetics has another name for that. */
    private static Selector<ProgramGene, Cost> selector(int tournament) {
        return tournament == 1 ? new MonteCarloSelector<>() : new TournamentSelector<>(tournament);
    }

    private static EvolutionStart<ProgramGene, Cost> first(Scored start, int population) {
        Phenotype<ProgramGene, Cost> ancestor = Offspring.newborn(start.individual(), 1)
                .withFitness(start.score().cost());
        return EvolutionStart.of(ISeq.of(Collections.nCopies(population, ancestor)), 1);
    }

    private Phenotype<ProgramGene, Cost> aged(Phenotype<ProgramGene, Cost> phenotype) {
        if (phenotype.isEvaluated()) {
            return phenotype;
        }
        Cost cost = observed.remove(individual(phenotype).number());
        return cost == null ? phenotype : phenotype.withFitness(cost);
    }

    private static Individual individual(Phenotype<ProgramGene, Cost> phenotype) {
        return phenotype.genotype().gene().allele();
    }

    @Override
    public List<Individual> propose() {
        EvolutionResult<ProgramGene, Cost> generation = generations.next();
        return generation.population().stream()
                .filter(phenotype -> phenotype.nonEvaluated() && phenotype.generation() == generation.generation())
                .map(RegularizedEvolution::individual)
                .toList();
    }

    @Override
    public void observe(List<Scored> batch) {
        batch.forEach(scored ->
                observed.put(scored.individual().number(), scored.score().cost()));
    }
}
