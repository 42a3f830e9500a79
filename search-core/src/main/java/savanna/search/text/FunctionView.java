package savanna.search.text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;

/**
 * A function of a run as people see it in a table.
 *
 * @param row as it is stored
 * @param resemblance what it is, by what it does
 * @param formula its simplified form in one line
 * @param fresh how it did on the fresh seeds of the funnel's first stage: its fitness, {@code fails}, or {@code -}
 *     where it was not there
 */
public record FunctionView(RunQueries.FunctionRow row, Resemblance resemblance, String formula, String fresh) {

    private static final String FIRST_STAGE = "ranking";

    /** The known optimizer that it counts as, in a word. */
    public String family() {
        return resemblance.label();
    }

    /** Of rows of a run. */
    public static List<FunctionView> of(List<RunQueries.FunctionRow> rows, RunQueries run) {
        Map<String, RankingTable.Row> ranked = run.rankings().stream()
                .filter(row -> row.stage().equals(FIRST_STAGE) && row.role() instanceof RankingTable.Entrant)
                .collect(Collectors.toMap(RankingTable.Row::hash, row -> row, (one, other) -> one));
        // To name a program takes some tenths of a second.
        return rows.parallelStream()
                .map(row -> {
                    // The best of a search are often one and the same with other dead code.
                    Program simplified = run.names().simplified(row.program());
                    RankingTable.Row fresh = ranked.get(row.hash());
                    return new FunctionView(
                            row,
                            run.names().resemblance(simplified),
                            Formula.of(simplified),
                            fresh == null
                                    ? "-"
                                    : fresh.fitness().isPresent() ? Numbers.fitness(fresh.fitness()) : "fails");
                })
                .toList();
    }
}
