package savanna.search.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import savanna.search.objective.Objective;
import savanna.tasks.Outcome;

/** What is asked of the functions that searches trained. */
record FunctionQueries(RunDatabase database, Objective objective) {

    private static final String FUNCTION = """
            SELECT lower(hex(f.hash)), s.stage, f.number, f.program, f.statements, f.live_statements, f.states, f.outcome,
              f.fitness, f.error
            FROM function_row f JOIN stage s ON s.id = f.stage
            """;

    /** Best distinct ones of all searches by cost, best first; of one, what the search says that gave it most seeds. */
    List<RunQueries.FunctionRow> best(int count) {
        // Only of those that are shown are the texts read.
        return database.rows(
                FUNCTION + """
                WHERE f.id IN (
                  SELECT id FROM (%s) ORDER BY fitness + coalesce(error, 0) + ?1 * states + ?2 * live_statements,
                    live_statements, position, number LIMIT ?3)
                ORDER BY f.fitness + coalesce(f.error, 0) + ?1 * f.states + ?2 * f.live_statements, f.live_statements,
                  s.position, f.number""".formatted(firstOf("f.hash", "coalesce(f.seeds, 0) DESC, f.fitness, s.position")),
                this::row,
                objective.statePrice(),
                objective.statementPrice(),
                count);
    }

    /** In SQL, the first function of each group. @param order by which it is the first */
    private static String firstOf(String group, String order) {
        return """
                SELECT * FROM (
                  SELECT f.id, f.fitness, f.error, f.states, f.live_statements, s.position, f.number,
                    row_number() OVER (PARTITION BY %s ORDER BY %s) AS place
                  FROM function_row f JOIN stage s ON s.id = f.stage WHERE f.fitness IS NOT NULL) WHERE place = 1""".formatted(group, order);
    }

    /** Functions that no other surpasses in live statements, states and fitness at once, by fitness. */
    List<RunQueries.FunctionRow> paretoFront() {
        List<RunQueries.FunctionRow> best = database.rows(
                FUNCTION + "WHERE f.id IN (SELECT id FROM ("
                        + firstOf("f.live_statements, f.states", "f.fitness, s.position, f.hash")
                        + ")) ORDER BY f.fitness, f.live_statements",
                this::row);
        return best.stream()
                .filter(row -> best.stream().noneMatch(other -> other.cost().dominates(row.cost())))
                .toList();
    }

    /** Every one whose hash begins with the given digits, in the order in which they were made. */
    List<RunQueries.FunctionRow> withPrefix(String digits) {
        return database.rows(
                FUNCTION + "WHERE lower(hex(f.hash)) LIKE ? || '%' ORDER BY s.position, f.number", this::row, digits);
    }

    /** Those that compute what that hash stands for, made by stages before that one. */
    List<RunQueries.FunctionRow> before(String stage, String hash) {
        return database.rows(FUNCTION + """
                WHERE f.hash = ? AND f.number > 0 AND s.position < (SELECT position FROM stage WHERE stage = ?)
                ORDER BY s.position""", this::row, Hashes.bytes(hash), stage);
    }

    /** The program that a stage started from. */
    Optional<String> start(String stage) {
        return database
                .rows(
                        "SELECT program FROM function_row WHERE number = 0 AND stage = " + StageTable.ID,
                        row -> ProgramText.of(row.getBytes(1)),
                        stage)
                .stream()
                .findFirst();
    }

    /** The program that the first stage started from. */
    Optional<String> start() {
        return database.rows("SELECT stage FROM stage ORDER BY position LIMIT 1", row -> row.getString(1)).stream()
                .findFirst()
                .flatMap(this::start);
    }

    /** How many there are, by how their training ended. */
    List<RunQueries.OutcomeCount> outcomes() {
        return database.rows(
                "SELECT outcome, count(*) FROM function_row GROUP BY outcome ORDER BY outcome",
                row -> new RunQueries.OutcomeCount(Outcome.valueOf(row.getString(1)), row.getLong(2)));
    }

    private RunQueries.FunctionRow row(ResultSet row) throws SQLException {
        return new RunQueries.FunctionRow(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                ProgramText.of(row.getBytes(4)),
                row.getInt(5),
                row.getInt(6),
                row.getDouble(7),
                Outcome.valueOf(row.getString(8)),
                Values.optional(row, 9),
                Values.optional(row, 10),
                objective.cost(0, row.getDouble(7), row.getInt(6)).price());
    }
}
