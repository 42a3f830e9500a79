package savanna.search.strategy;

import io.jenetics.Chromosome;
import io.jenetics.util.ISeq;
import java.util.Objects;

/**
 * The one chromosome of an individual, of one gene. (Jenetics' AnyChromosome would do, but for its type parameters.)
 */
record ProgramChromosome(ProgramGene gene) implements Chromosome<ProgramGene> {

    @Override
    public Chromosome<ProgramGene> newInstance() {
        return this;
    }

    @Override
    public Chromosome<ProgramGene> newInstance(ISeq<ProgramGene> genes) {
        return new ProgramChromosome(genes.get(0));
    }

    @Override
    public ProgramGene get(int index) {
        Objects.checkIndex(index, 1);
        return gene;
    }

    @Override
    public int length() {
        return 1;
    }

    @Override
    public boolean isValid() {
        return true;
    }
}
