package savanna.search.strategy;

import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.util.ISeq;
import io.jenetics.util.Seq;
import savanna.search.evolution.SearchSetting;
import savanna.search.evolution.Valuation;

/**
 * {@code selector: viable}: a tournament among the programs that trained. With mutations of which most children fail,
 * the plain tournament lets a population die out: where a share v of it is trained, and a share s of the children of
 * trained programs, the next has s (1 - (1 - v)^t), which falls to nothing unless s t > 1.
 */
public final class ViableKind implements SelectorKind {

    private static final TournamentKind TOURNAMENT = new TournamentKind();

    @Override
    public String name() {
        return "viable";
    }

    @Override
    public String document() {
        return "a tournament among programs that trained, so that a population of which most children fail does not die out";
    }

    @Override
    public Selector<ProgramGene, Valuation> selector(SearchSetting setting, Valuation start) {
        Selector<ProgramGene, Valuation> tournament = TOURNAMENT.selector(setting, start);
        return (population, count, optimize) -> tournament.select(trained(population), count, optimize);
    }

    /** Those that trained; all, where none did. */
    static Seq<Phenotype<ProgramGene, Valuation>> trained(Seq<Phenotype<ProgramGene, Valuation>> population) {
        ISeq<Phenotype<ProgramGene, Valuation>> trained = population.stream()
                .filter(phenotype -> phenotype.fitness().isTrained())
                .collect(ISeq.toISeq());
        return trained.isEmpty() ? population : trained;
    }
}
