package savanna.search.evolution;

/** A program with its score. */
public record Scored(Individual individual, Valuation score) {}
