package savanna.search.store;

import java.util.List;
import java.util.OptionalDouble;

/** The meta-validation curve of each search. */
public final class MetaTable {

    /**
     * One measurement.
     *
     * @param stage the search
     * @param programs made so far
     * @param hash of the best program so far
     * @param searchFitness its fitness in the search
     * @param fitness its mean fitness on the meta-validation task; absent if a seed failed
     * @param error standard error of the mean
     */
    public record Row(
            String stage,
            long programs,
            String hash,
            double searchFitness,
            OptionalDouble fitness,
            OptionalDouble error) {}

    private final RunDatabase database;

    MetaTable(RunDatabase database) {
        this.database = database;
    }

    public void add(Row row) {
        database.write(
                "INSERT OR REPLACE INTO meta VALUES (?, ?, ?, ?, ?, ?)",
                row.stage,
                row.programs,
                row.hash,
                row.searchFitness,
                Values.orNull(row.fitness),
                Values.orNull(row.error));
        database.commitSometimes();
    }

    List<Row> all() {
        return database.rows(
                "SELECT * FROM meta ORDER BY " + StageTable.position("meta") + ", programs",
                row -> new Row(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getDouble(4),
                        Values.optional(row, 5),
                        Values.optional(row, 6)));
    }
}
