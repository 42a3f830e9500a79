package savanna.search.strategy;

import io.jenetics.Alterer;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.engine.Evolution;
import io.jenetics.engine.EvolutionDurations;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import savanna.search.evolution.Valuation;
import savanna.search.random.RandomStreams;

/**
 * One generation as a function of the last (Real et al. 2019; paper, section 3.1). A population holds its adults,
 * oldest first, and the newborn, whose cost is not known yet, behind them. In a generation the newborn whose cost has
 * become known come of age, the oldest leave, however good, and those that remain breed new newborn.
 *
 * <p>The random source is made anew for each generation, so that nothing depends on what ran before.
 *
 * @param adults how many stay
 * @param offspring how many are born
 * @param selector of parents
 * @param alterer makes the children of parents
 * @param ageing gives a newborn its fitness once it is known
 * @param random streams of the search
 */
record Generations(
        int adults,
        int offspring,
        Selector<ProgramGene, Valuation> selector,
        Alterer<ProgramGene, Valuation> alterer,
        UnaryOperator<Phenotype<ProgramGene, Valuation>> ageing,
        RandomStreams random)
        implements Evolution<ProgramGene, Valuation> {

    @Override
    public EvolutionResult<ProgramGene, Valuation> evolve(EvolutionStart<ProgramGene, Valuation> start) {
        List<Phenotype<ProgramGene, Valuation>> aged =
                start.population().stream().map(ageing).toList();
        List<Phenotype<ProgramGene, Valuation>> evaluated =
                aged.stream().filter(Phenotype::isEvaluated).toList();
        ISeq<Phenotype<ProgramGene, Valuation>> youngest =
                ISeq.of(evaluated.subList(evaluated.size() - adults, evaluated.size()));
        ISeq<Phenotype<ProgramGene, Valuation>> newborn = RandomRegistry.with(
                random.stream("generation", start.generation()), source -> bred(youngest, start.generation()));
        ISeq<Phenotype<ProgramGene, Valuation>> population = Stream.of(
                        youngest.stream(), aged.stream().filter(Phenotype::nonEvaluated), newborn.stream())
                .flatMap(Function.identity())
                .collect(ISeq.toISeq());
        return EvolutionResult.of(
                Optimize.MINIMUM, population, start.generation(), EvolutionDurations.ZERO, 0, 0, offspring);
    }

    private ISeq<Phenotype<ProgramGene, Valuation>> bred(
            ISeq<Phenotype<ProgramGene, Valuation>> parents, long generation) {
        return alterer.alter(selector.select(parents, offspring, Optimize.MINIMUM), generation)
                .population();
    }
}
