package savanna.search.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Every number behind the choice of the winner. */
public final class RankingTable {

    /**
     * A program in one stage of the funnel.
     *
     * @param stage such as {@code ranking} or {@code funnel-b}
     * @param position from 1, best first; 0 for the baseline
     * @param hash of the program as it was found; for the baseline, of the start program
     * @param program its text
     * @param tuned the form that was measured, if its constants were tuned for the stage
     * @param task on which it was measured
     * @param seeds number of seeds
     * @param fitness mean; absent if a seed failed
     * @param error standard error of the mean
     * @param difference mean difference to the baseline, seed by seed; negative if better
     * @param differenceError its standard error
     * @param states numbers of state per parameter
     * @param liveStatements number of live statements
     * @param role what it was there for, and what became of it
     */
    public record Row(
            String stage,
            int position,
            String hash,
            String program,
            Optional<Tuned> tuned,
            String task,
            int seeds,
            OptionalDouble fitness,
            OptionalDouble error,
            OptionalDouble difference,
            OptionalDouble differenceError,
            int states,
            int liveStatements,
            Role role) {}

    /**
     * A program with its constants tuned for a stage.
     *
     * @param hash of it
     * @param program its text
     */
    public record Tuned(String hash, String program) {}

    /** What a program is in a stage. */
    public sealed interface Role {}

    /**
     * It is what the others must beat.
     *
     * @param tries variants from which it was tuned; 0 if it is as shipped
     */
    public record Baseline(int tries) implements Role {}

    /**
     * It entered the stage.
     *
     * @param passes whether it beat the baseline by more than one standard error of the difference
     * @param isNearBest whether it was within one standard error of the best
     * @param isChosen whether it is the winner, and was chosen in this stage
     */
    public record Entrant(boolean passes, boolean isNearBest, boolean isChosen) implements Role {}

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
                    "INSERT INTO ranking VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row.stage,
                    row.position,
                    row.hash,
                    row.program,
                    row.tuned.<Object>map(Tuned::hash).orElse(RunDatabase.Null.NULL),
                    row.tuned.<Object>map(Tuned::program).orElse(RunDatabase.Null.NULL),
                    row.task,
                    row.seeds,
                    Values.orNull(row.fitness),
                    Values.orNull(row.error),
                    Values.orNull(row.difference),
                    Values.orNull(row.differenceError),
                    row.states,
                    row.liveStatements,
                    row.role instanceof Baseline baseline ? baseline.tries : RunDatabase.Null.NULL,
                    flag(row, Entrant::passes),
                    flag(row, Entrant::isNearBest),
                    flag(row, Entrant::isChosen));
        }
        database.commit();
    }

    private static Object flag(Row row, Predicate<Entrant> flag) {
        return row.role instanceof Entrant entrant ? (Object) (flag.test(entrant) ? 1 : 0) : RunDatabase.Null.NULL;
    }

    /** Notes that a stage chose a program. */
    public void choose(String stage, String hash) {
        database.write("UPDATE ranking SET chosen = 1 WHERE stage = ? AND hash = ? AND position > 0", stage, hash);
        database.commit();
    }

    private static Optional<Tuned> tuned(String hash, String program) {
        return hash == null ? Optional.empty() : Optional.of(new Tuned(hash, program));
    }

    /** All rows, in the order of the stages. */
    public List<Row> all() {
        return database.rows(
                "SELECT * FROM ranking ORDER BY rowid",
                row -> new Row(
                        row.getString(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        tuned(row.getString(5), row.getString(6)),
                        row.getString(7),
                        row.getInt(8),
                        Values.optional(row, 9),
                        Values.optional(row, 10),
                        Values.optional(row, 11),
                        Values.optional(row, 12),
                        row.getInt(13),
                        row.getInt(14),
                        row.getInt(2) == 0
                                ? new Baseline(row.getInt(15))
                                : new Entrant(row.getBoolean(16), row.getBoolean(17), row.getBoolean(18))));
    }
}
