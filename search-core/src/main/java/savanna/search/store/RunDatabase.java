package savanna.search.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite file of a run. Writes are collected and committed a few times a second, so that a process that is killed
 * loses a moment's work and never the file: write-ahead logging keeps the file whole, and every row is of use by
 * itself. Searches that run at the same time share it: each call is whole, and so is what happens {@link #together}.
 */
public final class RunDatabase implements AutoCloseable {

    private static final long COMMIT_NANOS = 200_000_000;
    private static final long READER_NANOS = 10_000_000_000L;

    /** Stands for the file, in messages, where there is none. */
    private static final Path IN_MEMORY = Path.of("memory");

    private final Path file;
    private final Connection connection;
    private final boolean writable;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private long lastCommit = System.nanoTime();

    private RunDatabase(Path file, Connection connection, boolean writable) {
        this.file = file;
        this.connection = connection;
        this.writable = writable;
    }

    /**
     * Opens the file to write. Where it is absent, or its making was interrupted, it gets empty tables, all in one
     * transaction.
     */
    static RunDatabase write(Path file) {
        return made(connect(file, true, "rwc"));
    }

    /** Empty tables that end with this process. */
    static RunDatabase inMemory() {
        return made(connect(IN_MEMORY, "jdbc:sqlite::memory:", true));
    }

    private static RunDatabase made(RunDatabase database) {
        try {
            if (database.version() == 0) {
                Schema.TABLES.forEach(table -> database.execute(table.creation()));
                database.execute("PRAGMA user_version = " + Schema.VERSION);
                database.commit();
            }
            return database.ofThisVersion();
        } catch (RunStoreException | RunWriteException unusable) {
            database.abandon(unusable);
            throw unusable;
        }
    }

    /** Opens an existing file to read. */
    static RunDatabase read(Path file) {
        RunDatabase database = connect(file, false, "ro");
        try {
            return database.ofThisVersion();
        } catch (RunStoreException | RunWriteException unusable) {
            database.abandon(unusable);
            throw unusable;
        }
    }

    /** Closes without a commit after a failure, which is what the caller is told. */
    private void abandon(RuntimeException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Requires every value to be what its column holds. SQLite refuses others when they are written, but the file may
     * be a stranger's.
     */
    private void requireValues() {
        List<String> found = new ArrayList<>(rows("PRAGMA quick_check(1)", row -> row.getString(1)));
        found.remove("ok");
        for (Schema.Table table : Schema.TABLES) {
            // SQLite ignores these where a file is open to read only.
            for (String check : table.checks()) {
                rows("SELECT 1 FROM " + table.name() + " WHERE NOT (" + check + ") LIMIT 1", row -> true)
                        .forEach(row -> found.add("a row of the table " + table.name() + " is against " + check));
            }
        }
        if (!found.isEmpty()) {
            close();
            throw new RunStoreException(file + ": " + found.get(0)
                    + "; Savanna did not write it so: put back a copy, or run the search again");
        }
    }

    private long version() {
        return rows("PRAGMA user_version", row -> row.getLong(1)).get(0);
    }

    private RunDatabase ofThisVersion() {
        if (version() != Schema.VERSION) {
            String found = version() == 0 ? "not the store of a run" : "store version " + version();
            throw foreign(found + ", expected version " + Schema.VERSION);
        }
        // Stores written while a version was in the making carry its number too: the tables decide.
        List<String> tables = rows(
                "SELECT sql FROM sqlite_master WHERE type = 'table'",
                row -> row.getString(1).strip());
        for (Schema.Table expected : Schema.TABLES) {
            if (!tables.contains(expected.creation())) {
                throw foreign("the table \"" + expected.name() + "\" is not that of store version " + Schema.VERSION);
            }
        }
        requireValues();
        return this;
    }

    private RunStoreException foreign(String found) {
        close();
        return new RunStoreException(
                file + ": " + found
                        + "; it was not written by this version of Savanna: read it with the version that wrote it, or run the search again");
    }

    private static RunDatabase connect(Path file, boolean writable, String mode) {
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?mode=" + mode;
        return connect(file, url, writable);
    }

    private static RunDatabase connect(Path file, String url, boolean writable) {
        Properties properties = new Properties();
        // Otherwise the driver asks for the last row after every write.
        properties.setProperty("jdbc.get_generated_keys", "false");
        try {
            Connection connection = DriverManager.getConnection(url, properties);
            try {
                set(connection, writable);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return new RunDatabase(file, connection, writable);
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private static void set(Connection connection, boolean writable) throws SQLException {
        try (Statement pragma = connection.createStatement()) {
            // The file may be a stranger's: nothing in its schema may call functions.
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

    private static boolean isBusy(SQLException e) {
        return e instanceof SQLiteException known
                && known.getResultCode().name().startsWith(SQLiteErrorCode.SQLITE_BUSY.name());
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that writes; its values may be texts, numbers or, for NULL, {@link Null}. */
    synchronized void write(String sql, Object... values) {
        try {
            bind(prepared(sql), values).executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    synchronized <T> List<T> rows(String sql, RowReader<T> reader, Object... values) {
        try (ResultSet result = bind(prepared(sql), values).executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(e);
        } catch (IllegalArgumentException odd) {
            throw new RunStoreException(
                    file + ": holds a row that Savanna did not write (" + odd.getMessage()
                            + "); put back a copy, or run the search again",
                    odd);
        }
    }

    /** Runs several calls without those of others, or a commit by others, between them. */
    synchronized void together(Runnable calls) {
        calls.run();
    }

    /** Stands for NULL among the values of a statement. */
    enum Null {
        NULL
    }

    /** Commits what was written, if the last commit is a while ago. */
    synchronized void commitSometimes() {
        if (System.nanoTime() - lastCommit > COMMIT_NANOS) {
            commit();
        }
    }

    synchronized void commit() {
        try {
            connection.commit();
            lastCommit = System.nanoTime();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    private static PreparedStatement bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i] == Null.NULL ? null : values[i]);
        }
        return statement;
    }

    private RuntimeException failed(SQLException e) {
        return failed(file, e);
    }

    private static RuntimeException failed(Path file, SQLException e) {
        boolean isDisk = e instanceof SQLiteException known
                && (known.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                        || known.getResultCode().name().startsWith("SQLITE_IOERR"));
        if (isDisk) {
            return new RunWriteException(
                    file + ": " + e.getMessage()
                            + "; what was committed before is kept: free some space, then go on with `savanna resume "
                            + file.toAbsolutePath().getParent() + "`",
                    e);
        }
        boolean isDamaged = e instanceof SQLiteException known
                && (known.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT
                        || known.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB);
        return new RunStoreException(
                file + ": "
                        + (isDamaged
                                ? "damaged, or no SQLite file; put back a copy, or run the search again ("
                                        + e.getMessage() + ")"
                                : e.getMessage()),
                e);
    }

    /**
     * Commits and closes; a written file is left as a single file, without a write-ahead log, unless somebody reads it
     * just now.
     */
    @Override
    public synchronized void close() {
        try (Connection closed = connection) {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
            if (writable) {
                closed.commit();
                closed.setAutoCommit(true);
                putAway(closed);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Who reads at this moment keeps the log; all is written all the same, and the last who closes takes the log away.
     */
    private static void putAway(Connection closed) throws SQLException {
        try (Statement statement = closed.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_BUSY.code) {
                throw e;
            }
        }
    }
}
