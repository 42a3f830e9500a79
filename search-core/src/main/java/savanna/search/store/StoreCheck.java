package savanna.search.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a file is a store of this version, and every value in it what its column holds. SQLite refuses others when
 * they are written, but the file may be a stranger's.
 */
final class StoreCheck {

    /** From which on {@code results/rediscovery/migrate.py} brings stores along. */
    private static final int OLDEST = 1;

    private StoreCheck() {}

    static long version(RunDatabase database) {
        return database.rows("PRAGMA user_version", row -> row.getLong(1)).get(0);
    }

    /** @throws RunStoreException if it is none */
    static void check(RunDatabase database) {
        long version = version(database);
        if (version != Schema.VERSION) {
            String found = version == 0 ? "not the store of a run" : "store version " + version;
            String remedy = version >= OLDEST && version < Schema.VERSION
                    ? "bring it along with `python3 results/rediscovery/migrate.py RUN` of Savanna's sources"
                    : "read it with the version that wrote it, or run the search again";
            throw foreign(database, found + ", expected version " + Schema.VERSION, remedy);
        }
        // Stores written while a version was in the making carry its number too: the tables decide.
        List<String> found = database.rows(
                "SELECT sql FROM sqlite_master WHERE type IN ('table', 'view')",
                row -> row.getString(1).strip());
        for (Schema.Table expected : Schema.TABLES) {
            if (!found.contains(expected.creation())) {
                throw foreign(
                        database,
                        "\"" + expected.name() + "\" is not that of store version " + Schema.VERSION,
                        "read it with the version that wrote it, or run the search again");
            }
        }
        values(database);
    }

    private static void values(RunDatabase database) {
        List<String> found = new ArrayList<>(database.rows("PRAGMA quick_check(1)", row -> row.getString(1)));
        found.remove("ok");
        for (Schema.Table table : Schema.TABLES) {
            // SQLite ignores these where a file is open to read only. One look at each row, unless there is a bad one.
            List<String> checks = table.checks();
            if (isAgainst(database, table, String.join(") AND (", checks))) {
                checks.stream()
                        .filter(check -> isAgainst(database, table, check))
                        .forEach(check -> found.add("a row of the table " + table.name() + " is against " + check));
            }
        }
        if (!found.isEmpty()) {
            throw new RunStoreException(database.file() + ": " + found.get(0)
                    + "; Savanna did not write it so: put back a copy, or run the search again");
        }
    }

    private static boolean isAgainst(RunDatabase database, Schema.Table table, String check) {
        return !check.isEmpty()
                && !database.rows("SELECT 1 FROM " + table.name() + " WHERE NOT ((" + check + ")) LIMIT 1", row -> true)
                        .isEmpty();
    }

    private static RunStoreException foreign(RunDatabase database, String found, String remedy) {
        return new RunStoreException(
                database.file() + ": " + found + "; it was not written by this version of Savanna: " + remedy);
    }
}
