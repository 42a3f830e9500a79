package savanna.search.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The SQLite file of a run. Writes are collected and committed a few times a second, so that a process that is killed
 * loses a moment's work and never the file: write-ahead logging keeps the file whole, and every row is of use by
 * itself. Searches that run at the same time share it: each call is whole, and so is what happens {@link #together}.
 */
public final class RunDatabase implements AutoCloseable {

    private static final long COMMIT_NANOS = 200_000_000;

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
        return made(open(file, StoreConnection.url(file, "rwc"), true));
    }

    /** Empty tables that end with this process. */
    static RunDatabase inMemory() {
        return made(open(IN_MEMORY, "jdbc:sqlite::memory:", true));
    }

    private static RunDatabase made(RunDatabase database) {
        return database.closedUnless(() -> {
            if (StoreCheck.version(database) == 0) {
                Schema.TABLES.forEach(table -> database.execute(table.creation()));
                database.execute("PRAGMA user_version = " + Schema.VERSION);
                database.commit();
            }
            StoreCheck.check(database);
        });
    }

    /** Opens an existing file to read. */
    static RunDatabase read(Path file) {
        RunDatabase database = open(file, StoreConnection.url(file, "ro"), false);
        return database.closedUnless(() -> StoreCheck.check(database));
    }

    private static RunDatabase open(Path file, String url, boolean writable) {
        try {
            return new RunDatabase(file, StoreConnection.open(url, writable), writable);
        } catch (SQLException e) {
            throw StoreConnection.failure(file, e);
        }
    }

    /** What it is called in messages. */
    Path file() {
        return file;
    }

    /** This database, once that is done; a failure closes it without a commit, and is what the caller is told. */
    private RunDatabase closedUnless(Runnable begun) {
        try {
            begun.run();
            return this;
        } catch (RunStoreException | RunWriteException unusable) {
            try {
                connection.close();
            } catch (SQLException e) {
                unusable.addSuppressed(e);
            }
            throw unusable;
        }
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement that writes; its values may be texts, numbers, bytes or, for NULL, {@link Null}. */
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
        return StoreConnection.failure(file, e);
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
                StoreConnection.putAway(closed);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
