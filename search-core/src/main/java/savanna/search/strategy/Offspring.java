package savanna.search.strategy;

import io.jenetics.Alterer;
import io.jenetics.AltererResult;
import io.jenetics.Genotype;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.search.evolution.Births;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.Mutations;

/** Makes every child: the selected parents each get one mutation, and the child a number. */
record Offspring(Mutations mutations, Optional<MatchedSizes> sizes, Births births)
        implements Alterer<ProgramGene, Valuation> {

    @Override
    public AltererResult<ProgramGene, Valuation> alter(
            Seq<Phenotype<ProgramGene, Valuation>> parents, long generation) {
        RandomGenerator random = RandomRegistry.random();
        ISeq<Phenotype<ProgramGene, Valuation>> children = parents.stream()
                .map(parent -> newborn(child(parent.genotype().gene().allele(), random), generation))
                .collect(ISeq.toISeq());
        return new AltererResult<>(children, children.size());
    }

    private Individual child(Individual parent, RandomGenerator random) {
        Mutations.Child bred = mutations.child(parent.program(), random);
        Mutations.Child child =
                sizes.map(matching -> matching.matched(parent, bred, random)).orElse(bred);
        return births.next(parent, child.analysis(), child.edit().words());
    }

    static Phenotype<ProgramGene, Valuation> newborn(Individual individual, long generation) {
        return Phenotype.of(Genotype.of(new ProgramChromosome(new ProgramGene(individual))), generation);
    }
}
