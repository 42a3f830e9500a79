package savanna.search.store;

import java.util.List;
import java.util.OptionalDouble;

/** Every number behind the choice of the winner. */
public final class RankingTable {

    /**
     * A program in one stage of the funnel.
     *
     * @param stage such as {@code ranking} or {@code funnel-b}
     * @param position from 1, best first; 0 for the baseline
     * @param hash of the program
     * @param program its text
     * @param task on which it was measured
     * @param seeds number of seeds
     * @param fitness mean; absent if a seed failed
     * @param error standard error of the mean
     * @param difference mean difference to the baseline, seed by seed; negative if better
     * @param differenceError its standard error
     * @param states numbers of state per parameter
     * @param liveStatements number of live statements
     * @param verdict what became of it
     */
    public record Row(
            String stage,
            int position,
            String hash,
            String program,
            String task,
            int seeds,
            OptionalDouble fitness,
            OptionalDouble error,
            OptionalDouble difference,
            OptionalDouble differenceError,
            int states,
            int liveStatements,
            String verdict) {}

    private final RunDatabase database;

    RankingTable(RunDatabase database) {
        this.database = database;
    }

    /** Removes all rows: those of stages that the run does not come to any more would stay. */
    public void clear() {
        database.write("DELETE FROM ranking");
    }

    /** Replaces the rows of a stage. */
    public void replace(String stage, List<Row> rows) {
        database.write("DELETE FROM ranking WHERE stage = ?", stage);
        for (Row row : rows) {
            database.write(
                    "INSERT INTO ranking VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row.stage,
                    row.position,
                    row.hash,
                    row.program,
                    row.task,
                    row.seeds,
                    Values.orNull(row.fitness),
                    Values.orNull(row.error),
                    Values.orNull(row.difference),
                    Values.orNull(row.differenceError),
                    row.states,
                    row.liveStatements,
                    row.verdict);
        }
        database.commit();
    }

    List<Row> all() {
        return database.rows(
                "SELECT * FROM ranking ORDER BY rowid",
                row -> new Row(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6),
                        Values.optional(row, 7),
                        Values.optional(row, 8),
                        Values.optional(row, 9),
                        Values.optional(row, 10),
                        row.getInt(11),
                        row.getInt(12),
                        row.getString(13)));
    }
}
