package savanna.search.text;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import savanna.dsl.algebra.Simplifier;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.search.store.RankingTable;
import savanna.search.store.RunQueries;
import savanna.tasks.reference.ReferenceTraining;

/** Makes {@link FunctionView}s; each program is simplified once. Thread-safe. */
public final class FunctionViews {

    private static final String FIRST_STAGE = "ranking";

    /** What is costly to find out. */
    private record Known(Resemblance resemblance, String formula) {}

    /** By the text of the program. */
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    /** By the text of the simplified program: the best of a search are often one and the same with other dead code. */
    private final Map<String, Resemblance> measured = new ConcurrentHashMap<>();

    /** Of rows of a run. */
    public List<FunctionView> of(List<RunQueries.FunctionRow> rows, RunQueries run) {
        Map<String, RankingTable.Row> ranked = run.rankings().stream()
                .filter(row -> row.stage().equals(FIRST_STAGE) && row.role() instanceof RankingTable.Entrant)
                .collect(Collectors.toMap(RankingTable.Row::hash, row -> row, (one, other) -> one));
        return rows.stream()
                .map(row -> {
                    Known own = known.computeIfAbsent(row.program(), this::known);
                    RankingTable.Row fresh = ranked.get(row.hash());
                    return new FunctionView(
                            row,
                            own.resemblance,
                            own.formula,
                            fresh == null
                                    ? "-"
                                    : fresh.fitness().isPresent() ? Numbers.fitness(fresh.fitness()) : "fails");
                })
                .toList();
    }

    private Known known(String text) {
        Program simplified = new Simplifier().simplify(Program.parse(text)).result();
        return new Known(
                measured.computeIfAbsent(
                        simplified.toString(),
                        same -> ReferenceTraining.yardstick().measure(simplified)),
                Formula.of(simplified));
    }
}
