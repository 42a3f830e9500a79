package savanna.search.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How programs came about. */
record LineageQueries(RunDatabase database, FunctionQueries functions) {

    /** From the start of the first search, through every search in between, to the program itself. */
    List<RunQueries.Step> of(String stage, long number) {
        List<RunQueries.Step> steps = new ArrayList<>();
        origin(stage).ifPresent(row -> steps.addAll(of(row.stage(), row.number())));
        steps.addAll(within(stage, number));
        return List.copyOf(steps);
    }

    /**
     * Where the program that a stage started from was made, if an earlier stage made it: that very program, rather than
     * another that computes the same.
     */
    private Optional<RunQueries.FunctionRow> origin(String stage) {
        Optional<String> start = functions.start(stage);
        return database
                .rows(
                        "SELECT lower(hex(hash)) FROM function_row WHERE number = 0 AND stage = " + StageTable.ID,
                        row -> row.getString(1),
                        stage)
                .stream()
                .flatMap(hash -> functions.before(stage, hash).stream())
                .min(Comparator.comparing(row -> !start.equals(Optional.of(row.program()))));
    }

    private List<RunQueries.Step> within(String stage, long number) {
        return database.rows(
                """
                WITH RECURSIVE line (stage, number, parent, mutation, hash) AS (
                  SELECT stage, number, parent, mutation, hash FROM program_row
                    WHERE stage = (SELECT id FROM stage WHERE stage = ?1) AND number = ?2
                  UNION ALL SELECT p.stage, p.number, p.parent, p.mutation, p.hash FROM program_row p
                    JOIN line ON p.stage = line.stage AND p.number = line.parent WHERE p.number < line.number)
                SELECT ?1, line.number, line.mutation, lower(hex(line.hash)), f.fitness FROM line
                  LEFT JOIN function_row f ON f.stage = line.stage AND f.hash = line.hash ORDER BY line.number""",
                row -> new RunQueries.Step(
                        row.getString(1), row.getLong(2), row.getString(3), row.getString(4), Values.optional(row, 5)),
                stage,
                number);
    }
}
