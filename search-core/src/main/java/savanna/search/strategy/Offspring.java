package savanna.search.strategy;

import io.jenetics.Alterer;
import io.jenetics.AltererResult;
import io.jenetics.Genotype;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import savanna.search.evolution.Births;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Valuation;
import savanna.search.mutation.Mutations;

/**
 * Makes every child: the selected parents each get one mutation, and the child a number. Up to half of the children,
 * rounded up, are what has been made already at another learning rate, as long as such wait.
 */
record Offspring(Mutations mutations, Optional<MatchedSizes> sizes, RateTrials rates, Births births)
        implements Alterer<ProgramGene, Valuation> {

    @Override
    public AltererResult<ProgramGene, Valuation> alter(
            Seq<Phenotype<ProgramGene, Valuation>> parents, long generation) {
        RandomGenerator random = RandomRegistry.random();
        List<Individual> children = new ArrayList<>();
        for (Phenotype<ProgramGene, Valuation> parent : parents) {
            Optional<Individual> other = 2 * children.size() < parents.size() ? rates.next(births) : Optional.empty();
            children.add(other.orElseGet(() -> child(parent.genotype().gene().allele(), random)));
        }
        return new AltererResult<>(
                children.stream().map(child -> newborn(child, generation)).collect(ISeq.toISeq()), children.size());
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
