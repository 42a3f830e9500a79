package savanna.search.store;

import java.util.Optional;

/** Fingerprints of the files that a run depends on, as they were when the run began. */
public final class FileTable {

    private static final String PREFIX = "file ";

    private final RunDatabase database;

    FileTable(RunDatabase database) {
        this.database = database;
    }

    /** The fingerprint of that file, if it was recorded. */
    public Optional<String> fingerprint(String file) {
        return database.rows("SELECT value FROM run WHERE key = ?", row -> row.getString(1), PREFIX + file).stream()
                .findFirst();
    }

    public void record(String file, String fingerprint) {
        database.write("INSERT INTO run VALUES (?, ?)", PREFIX + file, fingerprint);
        database.commit();
    }
}
