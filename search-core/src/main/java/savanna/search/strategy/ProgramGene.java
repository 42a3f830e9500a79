package savanna.search.strategy;

import io.jenetics.Gene;
import savanna.search.evolution.Individual;

/** The one gene of an individual: its program. New genes come from mutation only. */
public record ProgramGene(Individual allele) implements Gene<Individual, ProgramGene> {

    @Override
    public ProgramGene newInstance() {
        return this;
    }

    @Override
    public ProgramGene newInstance(Individual value) {
        return new ProgramGene(value);
    }

    @Override
    public boolean isValid() {
        return true;
    }
}
