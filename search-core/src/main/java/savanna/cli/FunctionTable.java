package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import savanna.search.store.RunQueries;
import savanna.search.text.Formula;
import savanna.search.text.FunctionView;
import savanna.search.text.Numbers;

/** Functions of a run with their simplified formulas, best first: the hall of fame, the Pareto front. */
final class FunctionTable {

    /** Characters of a formula: three lines. */
    private static final int FORMULA = 220;

    private FunctionTable() {}

    static TextTable of(List<FunctionView> views) {
        boolean haveErrors = views.stream().anyMatch(view -> view.row().error().isPresent());
        List<String> columns =
                new ArrayList<>(List.of("rank", "fitness", "fresh", "live", "states", "program", "family", "made"));
        if (haveErrors) {
            columns.add(2, "error");
        }
        TextTable table = new TextTable(columns.toArray(String[]::new));
        for (int i = 0; i < views.size(); i++) {
            FunctionView view = views.get(i);
            RunQueries.FunctionRow row = view.row();
            List<String> cells = new ArrayList<>(List.of(
                    Integer.toString(i + 1),
                    Numbers.cost(row.fitness().orElse(Double.NaN), row.price()),
                    view.fresh(),
                    Integer.toString(row.liveStatements()),
                    Numbers.states(row.states()),
                    row.hash().substring(0, 8),
                    view.family(),
                    row.stage() + " #" + row.number()));
            if (haveErrors) {
                cells.add(2, Numbers.fitness(row.error()));
            }
            table.add(cells.toArray(String[]::new));
            table.note(Formula.cut(view.formula(), FORMULA));
        }
        return table;
    }
}
