package savanna.search.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stages of a run: how far each is, and why it ended. */
public final class StageTable {

    /**
     * One stage.
     *
     * @param name unique within the run, such as {@code search-1}
     * @param kind what it does, such as {@code evolution}
     * @param origin where its start comes from
     * @param programs programs made
     * @param evaluations functions trained
     * @param elapsedMs time spent in it, over all sessions, in milliseconds
     * @param trainingMs time spent in its trainings, summed over threads, in milliseconds
     * @param reason why it ended, once it has
     * @param stopPrograms programs made when it ended
     */
    public record Stage(
            String name,
            String kind,
            Origin origin,
            long programs,
            long evaluations,
            long elapsedMs,
            long trainingMs,
            Optional<String> reason,
            OptionalLong stopPrograms) {}

    /** Where the program that a stage starts from comes from. */
    public enum Origin {
        /** It is the config's start program. */
        START,
        /** Another stage of the run found it. */
        FOUND
    }

    private static final String COLUMNS =
            "SELECT stage, kind, origin, programs, evaluations, elapsed_ms, training_ms, reason, stop_programs FROM stage";

    /** In SQL, what stands in other tables for the stage whose name is bound here. */
    static final String ID = "(SELECT id FROM stage WHERE stage = ?)";

    private final RunDatabase database;
    /** Stages that began or went on since the run was last repeated from its first. */
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    StageTable(RunDatabase database) {
        this.database = database;
    }

    /**
     * In SQL, the place of a row's stage in the run; its name as text would put the tenth before the second.
     *
     * @param table with a column {@code stage}
     */
    static String position(String table) {
        return "(SELECT place.position FROM stage place WHERE place.stage = " + table + ".stage)";
    }

    /** In the order of their positions. */
    public List<Stage> all() {
        return database.rows(COLUMNS + " ORDER BY position", StageTable::read);
    }

    public Optional<Stage> find(String name) {
        return database.rows(COLUMNS + " WHERE stage = ?", StageTable::read, name).stream()
                .findFirst();
    }

    /** The run begins, or is repeated from its beginning. */
    public void repeat() {
        begun.clear();
    }

    /**
     * Begins a stage. One that began in an earlier session goes on if it was from the same program, from another it
     * begins anew.
     *
     * @param position its place in the run, whatever else runs at the same time
     * @param origin where its start comes from
     * @param startHash function of the program it starts from, or what else its work depends on
     */
    public Stage begin(String name, long position, String kind, Origin origin, String startHash) {
        begun.add(name);
        database.together(() -> {
            boolean other = database.rows(
                                    "SELECT 1 FROM stage WHERE stage = ? AND start_hash <> ?",
                                    row -> true,
                                    name,
                                    startHash)
                            .size()
                    > 0;
            if (other) {
                remove(name);
            }
            database.write(
                    "INSERT OR IGNORE INTO stage (stage, position, kind, origin, start_hash) VALUES (?, ?, ?, ?, ?)",
                    name,
                    position,
                    kind,
                    origin.name(),
                    startHash);
            database.write("UPDATE stage SET position = ? WHERE stage = ?", position, name);
            database.commit();
        });
        return find(name).orElseThrow();
    }

    /** Removes the stages of an earlier session that this one, with another budget, did not come to. */
    public void removeRest() {
        database.together(() -> {
            all().stream()
                    .map(Stage::name)
                    .filter(name -> !begun.contains(name))
                    .forEach(this::remove);
            database.commit();
        });
    }

    private void remove(String name) {
        for (String table : List.of("program_row", "function_row")) {
            database.write("DELETE FROM " + table + " WHERE stage = " + ID, name);
        }
        for (String table : List.of("stage", "progress", "meta")) {
            database.write("DELETE FROM " + table + " WHERE stage = ?", name);
        }
    }

    /** Notes how far a stage is. */
    public void update(String name, long programs, long evaluations, long elapsedMs, long trainingMs) {
        database.write(
                "UPDATE stage SET programs = max(programs, ?), evaluations = max(evaluations, ?), elapsed_ms = ?, training_ms = ? WHERE stage = ?",
                programs,
                evaluations,
                elapsedMs,
                trainingMs,
                name);
        database.commitSometimes();
    }

    /** Ends a stage. If an earlier session came further, with a larger budget, what it made beyond is removed. */
    public void end(String name, String reason, long programs, long evaluations) {
        database.together(() -> {
            database.write(
                    "UPDATE stage SET reason = ?, stop_programs = ?, programs = ?, evaluations = ? WHERE stage = ?",
                    reason,
                    programs,
                    programs,
                    evaluations,
                    name);
            for (String table : List.of("program_row", "function_row")) {
                database.write("DELETE FROM " + table + " WHERE stage = " + ID + " AND number > ?", name, programs);
            }
            for (String table : List.of("progress", "meta")) {
                database.write("DELETE FROM " + table + " WHERE stage = ? AND programs > ?", name, programs);
            }
            database.commit();
        });
    }

    /** Forgets that stages ended for that reason, so that they may go on. */
    public void reopen(String reason) {
        database.write("UPDATE stage SET reason = NULL, stop_programs = NULL WHERE reason = ?", reason);
        database.commit();
    }

    private static Stage read(ResultSet row) throws SQLException {
        long stop = row.getLong(9);
        boolean ended = !row.wasNull();
        return new Stage(
                row.getString(1),
                row.getString(2),
                Origin.valueOf(row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                Optional.ofNullable(row.getString(8)),
                ended ? OptionalLong.of(stop) : OptionalLong.empty());
    }
}
