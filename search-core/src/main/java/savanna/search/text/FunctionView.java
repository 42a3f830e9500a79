package savanna.search.text;

import java.util.List;
import savanna.dsl.family.Resemblance;
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

    /** The known optimizer that it counts as, in a word. */
    public String family() {
        return resemblance.label();
    }

    /** Of rows of a run. */
    public static List<FunctionView> of(List<RunQueries.FunctionRow> rows, RunQueries run) {
        return new FunctionViews().of(rows, run);
    }
}
