package savanna.search.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import savanna.tasks.Outcome;

/** The final comparison: the winner and the references, on seeds by which nothing was chosen. */
public final class ComparisonTable {

    /** The name of the winner in a form that its task holds for the same. */
    public static final String SIMPLIFIED = "winner, simplified";

    /**
     * One program.
     *
     * @param position 0 for the winner
     * @param name of the program, as the config gives it
     * @param rateFactor what its learning rate was multiplied with; 1 as it is
     * @param hash of the program
     * @param program its text
     * @param task on which it was measured: the run's, or one of its suite's
     * @param seeds number of seeds
     * @param outcome how its trainings ended
     * @param fitness mean; absent unless trained on every seed
     * @param error standard error of the mean
     * @param difference mean difference to the winner, seed by seed; positive if the winner is better
     * @param differenceError its standard error
     */
    public record Row(
            int position,
            String name,
            double rateFactor,
            String hash,
            String program,
            String task,
            int seeds,
            Outcome outcome,
            OptionalDouble fitness,
            OptionalDouble error,
            OptionalDouble difference,
            OptionalDouble differenceError) {}

    /**
     * The rows of each task, in order: those of the run's own task first, then those of each task of a suite. The same
     * programs in each.
     */
    public static List<List<Row>> byTask(List<Row> rows) {
        Map<String, List<Row>> byTask = new LinkedHashMap<>();
        rows.forEach(row ->
                byTask.computeIfAbsent(row.task, task -> new ArrayList<>()).add(row));
        return List.copyOf(byTask.values());
    }

    private final RunDatabase database;

    ComparisonTable(RunDatabase database) {
        this.database = database;
    }

    /** Replaces all rows. */
    public void replace(List<Row> rows) {
        database.write("DELETE FROM comparison");
        for (Row row : rows) {
            database.write(
                    "INSERT INTO comparison VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    row.position,
                    row.name,
                    row.rateFactor,
                    row.hash,
                    row.program,
                    row.task,
                    row.seeds,
                    row.outcome.name(),
                    Values.orNull(row.fitness),
                    Values.orNull(row.error),
                    Values.orNull(row.difference),
                    Values.orNull(row.differenceError));
        }
        database.commit();
    }

    List<Row> all() {
        return database.rows(
                "SELECT * FROM comparison ORDER BY position",
                row -> new Row(
                        row.getInt(1),
                        row.getString(2),
                        row.getDouble(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7),
                        Outcome.valueOf(row.getString(8)),
                        Values.optional(row, 9),
                        Values.optional(row, 10),
                        Values.optional(row, 11),
                        Values.optional(row, 12)));
    }
}
