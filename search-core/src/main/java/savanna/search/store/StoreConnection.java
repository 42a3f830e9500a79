package savanna.search.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** How SQLite is opened and closed for the store of a run, and what its errors mean to a user. */
final class StoreConnection {

    private static final long READER_NANOS = 10_000_000_000L;

    private StoreConnection() {}

    /** @param mode as in SQLite's URIs: {@code ro} to read, {@code rwc} to write and make */
    static String url(Path file, String mode) {
        return "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=" + mode;
    }

    static Connection open(String url, boolean writable) throws SQLException {
        Properties properties = new Properties();
        // Otherwise the driver asks for the last row after every write.
        properties.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = DriverManager.getConnection(url, properties);
        try {
            set(connection, writable);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void set(Connection connection, boolean writable) throws SQLException {
        try (Statement pragma = connection.createStatement()) {
            // The file may be a stranger's: nothing in its schema may call functions that do anything.
            pragma.execute("PRAGMA trusted_schema = OFF");
            if (writable) {
                journalAhead(pragma);
                pragma.execute("PRAGMA synchronous = NORMAL");
            }
        }
        connection.setAutoCommit(false);
    }

    /** Another process may be reading the file at this very moment, to show it; it will be done soon. */
    private static void journalAhead(Statement pragma) throws SQLException {
        long end = System.nanoTime() + READER_NANOS;
        while (true) {
            try {
                pragma.execute("PRAGMA journal_mode = WAL");
                return;
            } catch (SQLException e) {
                if (!isBusy(e) || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /**
     * Leaves a single file. Who reads at this moment keeps the log; all is written all the same, and the last who
     * closes takes the log away.
     */
    static void putAway(Connection closed) throws SQLException {
        try (Statement statement = closed.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            if (!isBusy(e)) {
                throw e;
            }
        }
    }

    private static boolean isBusy(SQLException e) {
        return is(e, SQLiteErrorCode.SQLITE_BUSY);
    }

    private static boolean is(SQLException e, SQLiteErrorCode code) {
        return e instanceof SQLiteException known
                && known.getResultCode().name().startsWith(code.name());
    }

    /** What to tell of an error in a file. */
    static RuntimeException failure(Path file, SQLException e) {
        if (is(e, SQLiteErrorCode.SQLITE_FULL) || is(e, SQLiteErrorCode.SQLITE_IOERR)) {
            return new RunWriteException(
                    file + ": " + e.getMessage()
                            + "; what was committed before is kept: free some space, then go on with `savanna resume "
                            + file.toAbsolutePath().getParent() + "`",
                    e);
        }
        boolean isDamaged = is(e, SQLiteErrorCode.SQLITE_CORRUPT) || is(e, SQLiteErrorCode.SQLITE_NOTADB);
        return new RunStoreException(
                file + ": "
                        + (isDamaged
                                ? "damaged, or no SQLite file; put back a copy, or run the search again ("
                                        + e.getMessage() + ")"
                                : e.getMessage()),
                e);
    }
}
