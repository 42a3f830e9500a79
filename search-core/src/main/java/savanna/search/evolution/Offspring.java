package savanna.search.evolution;

import io.jenetics.Alterer;
import io.jenetics.AltererResult;
import io.jenetics.Genotype;
import io.jenetics.Phenotype;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.random.RandomGenerator;
import savanna.search.mutation.Mutations;
import savanna.search.objective.Cost;

/** Makes every child: the selected parents each get one mutation, and the child a number. */
final class Offspring implements Alterer<ProgramGene, Cost> {

    private final Mutations mutations;
    private long made;

    Offspring(Mutations mutations) {
        this.mutations = mutations;
    }

    @Override
    public AltererResult<ProgramGene, Cost> alter(Seq<Phenotype<ProgramGene, Cost>> parents, long generation) {
        RandomGenerator random = RandomRegistry.random();
        MSeq<Phenotype<ProgramGene, Cost>> children = MSeq.ofLength(parents.size());
        for (int i = 0; i < parents.size(); i++) {
            children.set(i, phenotype(child(parents.get(i).genotype().gene().allele(), random), generation));
        }
        return new AltererResult<>(ISeq.of(children), children.size());
    }

    private Individual child(Individual parent, RandomGenerator random) {
        Mutations.Child child = mutations.child(parent.program(), random);
        made++;
        return Individual.of(
                child.edit().program(),
                child.analysis(),
                made,
                parent.number(),
                child.edit().words());
    }

    static Phenotype<ProgramGene, Cost> phenotype(Individual individual, long generation) {
        return Phenotype.of(Genotype.of(new ProgramChromosome(new ProgramGene(individual))), generation);
    }
}
