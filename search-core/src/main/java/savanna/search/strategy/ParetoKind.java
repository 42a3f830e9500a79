package savanna.search.strategy;

import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.ext.moea.Pareto;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Valuation;
import savanna.search.objective.Cost;

/**
 * {@code selector: pareto}: a parent is the one of lowest Pareto rank, by fitness, states and live statements, of
 * {@code search.tournament} programs drawn at random among those that may cost no more than the start program, less
 * their standard error: what keeps few states but cannot pay for it would take a large part of the children. Of the
 * same rank, the one of lowest cost. Fitness is that at its upper standard error, where functions have different seeds.
 * Rank 0 is what no trained program of the population dominates, rank 1 what only those dominate, and so on (Deb et al.
 * 2002, NSGA-II).
 */
public final class ParetoKind implements SelectorKind {

    @Override
    public String name() {
        return "pareto";
    }

    @Override
    public String document() {
        return "a parent is the one of lowest Pareto rank, by fitness, states and statements, of `search.tournament` programs that may cost no more than the start program";
    }

    @Override
    public Selector<ProgramGene, Valuation> selector(SearchSetting setting, Valuation start) {
        return (all, count, optimize) -> {
            Seq<Phenotype<ProgramGene, Valuation>> population = within(start, ViableKind.trained(all));
            Map<Cost, Integer> ranks = ranks(population);
            RandomGenerator random = RandomRegistry.random();
            return Stream.generate(() -> best(population, ranks, setting.tournament(), random))
                    .limit(count)
                    .collect(ISeq.toISeq());
        };
    }

    /** Those that may cost no more than the start program; all, where none does. */
    private static Seq<Phenotype<ProgramGene, Valuation>> within(
            Valuation start, Seq<Phenotype<ProgramGene, Valuation>> population) {
        double most = start.cost().total();
        ISeq<Phenotype<ProgramGene, Valuation>> within = population.stream()
                .filter(phenotype -> {
                    Valuation own = phenotype.fitness();
                    return own.cost().total() - own.error().orElse(0) <= most;
                })
                .collect(ISeq.toISeq());
        return within.isEmpty() ? population : within;
    }

    /** Of distinct costs: a population has many programs of one function. */
    private static Map<Cost, Integer> ranks(Seq<Phenotype<ProgramGene, Valuation>> population) {
        ISeq<Cost> costs = population.stream()
                .map(phenotype -> phenotype.fitness().bound())
                .distinct()
                .collect(ISeq.toISeq());
        int[] ranks = Pareto.rank(costs, (one, other) -> one.dominates(other) ? 1 : other.dominates(one) ? -1 : 0);
        Map<Cost, Integer> byCost = new HashMap<>();
        for (int i = 0; i < ranks.length; i++) {
            byCost.put(costs.get(i), ranks[i]);
        }
        return byCost;
    }

    private static Phenotype<ProgramGene, Valuation> best(
            Seq<Phenotype<ProgramGene, Valuation>> population,
            Map<Cost, Integer> ranks,
            int tournament,
            RandomGenerator random) {
        Phenotype<ProgramGene, Valuation> best = population.get(random.nextInt(population.length()));
        for (int i = 1; i < tournament; i++) {
            Phenotype<ProgramGene, Valuation> other = population.get(random.nextInt(population.length()));
            int rank = ranks.get(best.fitness().bound());
            int otherRank = ranks.get(other.fitness().bound());
            if (otherRank < rank || otherRank == rank && other.fitness().compareTo(best.fitness()) < 0) {
                best = other;
            }
        }
        return best;
    }
}
