package savanna.search.store;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** Time that a run took, over all its sessions, and what its end cut short. */
public final class TimeTable {

    private static final String ELAPSED = "elapsed ms";
    private static final String CUT = "cut short";

    private final RunDatabase database;

    TimeTable(RunDatabase database) {
        this.database = database;
    }

    public Duration elapsed() {
        return database
                .rows("SELECT value FROM run WHERE key = ?", row -> Duration.ofMillis(row.getLong(1)), ELAPSED)
                .stream()
                .findFirst()
                .orElse(Duration.ZERO);
    }

    public void elapsed(Duration time) {
        put(ELAPSED, Long.toString(time.toMillis()));
        database.commitSometimes();
    }

    /** Stages that the end of the time cut short, in order. */
    public List<String> cut() {
        return database.rows("SELECT value FROM run WHERE key = ?", row -> row.getString(1), CUT).stream()
                .flatMap(String::lines)
                .toList();
    }

    /** Replaces the stages that were cut short. */
    public void cut(List<String> stages) {
        put(CUT, String.join("\n", stages));
        database.commit();
    }

    /**
     * Mean time of a training of a task that went to its end, in microseconds; absent if there was none.
     *
     * @param digest of the task
     */
    public OptionalDouble meanMicros(String digest) {
        return database.rows(
                        "SELECT avg(micros) FROM (SELECT micros FROM training_row WHERE task = (SELECT id FROM task WHERE digest = ?) AND outcome = 'TRAINED' LIMIT 200)",
                        row -> Values.optional(row, 1),
                        (Object) Hashes.bytes(digest))
                .get(0);
    }

    private void put(String key, String value) {
        database.write("INSERT OR REPLACE INTO run VALUES (?, ?)", key, value);
    }
}
