package savanna.search.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a store holds as Savanna did before: until version 2 names, digits and texts in every row. */
final class VersionsBefore {

    private static final List<String> SAME = List.of("run", "comparison", "meta");

    /** Before version 4 the forms that were tuned for a stage were not kept. */
    private static final String RANKING =
            "stage, position, hash, program, task, seeds, fitness, error, difference, difference_error, states, live_statements, tries, passes, near_best, chosen";

    /** Before version 5 neither trainings nor prices were. */
    private static final String PROGRESS =
            "stage, programs, evaluations, statements, redundant_statements, best, at_ms";

    private VersionsBefore() {}

    /** Makes a store what version 4 or 3 would have written. */
    static void make(int version, Path store) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            narrow(statement, "progress", PROGRESS);
            if (version == 3) {
                narrow(statement, "ranking", RANKING);
            }
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    private static void narrow(Statement statement, String table, String columns) throws SQLException {
        statement.execute("CREATE TABLE before AS SELECT " + columns + " FROM " + table);
        statement.execute("DROP TABLE " + table);
        statement.execute("ALTER TABLE before RENAME TO " + table);
    }

    /** Writes what version 2 would have written. */
    static void write(Path store, Path before) throws SQLException {
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + store);
                Connection to = DriverManager.getConnection("jdbc:sqlite:" + before);
                Statement statement = to.createStatement()) {
            for (Schema.Table table : Schema.TABLES) {
                if (SAME.contains(table.name())) {
                    statement.execute(table.creation());
                    copy(from, to, "SELECT * FROM " + table.name(), table.name());
                }
            }
            statement.execute(
                    "CREATE TABLE stage (stage, position, kind, origin, start_hash, programs, evaluations, elapsed_ms, training_ms, reason, stop_programs)");
            copy(
                    from,
                    to,
                    "SELECT stage, position, kind, origin, start_hash, programs, evaluations, elapsed_ms, training_ms, reason, stop_programs FROM stage",
                    "stage");
            statement.execute("CREATE TABLE progress (" + PROGRESS + ")");
            copy(from, to, "SELECT " + PROGRESS + " FROM progress", "progress");
            statement.execute("CREATE TABLE ranking (" + RANKING + ")");
            copy(from, to, "SELECT " + RANKING + " FROM ranking", "ranking");
            statement.execute("CREATE TABLE program (stage, number, parent, mutation, hash)");
            copy(from, to, "SELECT * FROM program", "program");
            statement.execute(
                    "CREATE TABLE function (hash, stage, number, program, statements, live_statements, states, outcome, fitness, error, seeds, at_ms)");
            copy(
                    from,
                    to,
                    "SELECT hash, stage, number, packed_program, statements, live_statements, states, outcome, fitness, error, seeds, at_ms FROM function",
                    "function");
            statement.execute(
                    "CREATE TABLE training (hash, rounding, task, digest, seed, hurdled, outcome, fitness, steps, losses, micros, at_ms)");
            copy(from, to, "SELECT * FROM training", "training");
            statement.execute("PRAGMA user_version = 2");
        }
    }

    private static void copy(Connection from, Connection to, String query, String table) throws SQLException {
        try (ResultSet rows = from.createStatement().executeQuery(query)) {
            int width = rows.getMetaData().getColumnCount();
            String places = Stream.generate(() -> "?").limit(width).collect(Collectors.joining(", "));
            try (PreparedStatement insert = to.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
                while (rows.next()) {
                    for (int i = 1; i <= width; i++) {
                        insert.setObject(i, value(rows, i));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    private static Object value(ResultSet rows, int column) throws SQLException {
        return switch (rows.getMetaData().getColumnName(column)) {
            case "packed_program" -> ProgramText.of(rows.getBytes(column));
            case "losses" -> losses(rows.getBytes(column));
            default -> rows.getObject(column);
        };
    }

    private static String losses(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return Stream.generate(buffer::getDouble)
                .limit(bytes.length / Double.BYTES)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
