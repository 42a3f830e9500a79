package savanna.search.plot;

import java.util.OptionalDouble;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;

/** What curves of the best program so far show. What is best is decided with its price, where a config states one. */
public enum BestShown {
    /** Nothing has a price. */
    FITNESS("best fitness (lower is better)"),
    /** What the searches make small. */
    FITNESS_AND_PRICE("fitness and price of the best (lower is better)"),
    /** A store that was brought along does not know the prices: a curve may rise where the price falls. */
    FITNESS_WITHOUT_PRICE("fitness of the best program, without its price");

    private final String title;

    BestShown(String title) {
        this.title = title;
    }

    /** What can be shown of a run. */
    public static BestShown of(RunQueries run) {
        if (!run.hasPrices()) {
            return FITNESS;
        }
        return run.knowsPrices() ? FITNESS_AND_PRICE : FITNESS_WITHOUT_PRICE;
    }

    /** What can be shown of runs in one drawing. */
    BestShown beside(BestShown other) {
        return compareTo(other) < 0 ? other : this;
    }

    /** In words, for an axis. */
    public String title() {
        return title;
    }

    /** Of the best program at one moment of a search; absent before there is one. */
    public OptionalDouble of(RunQueries.ProgressRow row) {
        return row.best().isPresent() && this == FITNESS_AND_PRICE
                ? OptionalDouble.of(row.best().getAsDouble() + row.price().orElseThrow())
                : row.best();
    }

    /** Of a program in a stage of the funnel; absent if it failed there. */
    OptionalDouble of(RankingTable.Row row, RunQueries run) {
        return row.fitness().isPresent() && this == FITNESS_AND_PRICE
                ? OptionalDouble.of(row.fitness().getAsDouble() + run.price(row))
                : row.fitness();
    }
}
