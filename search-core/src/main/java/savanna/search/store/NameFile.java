package savanna.search.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import savanna.dsl.family.KnownOptimizer;
import savanna.dsl.family.KnownOptimizers;
import savanna.dsl.family.Resemblance;
import savanna.dsl.program.Program;
import savanna.dsl.program.ProgramSyntaxException;
import savanna.tasks.TaskDigest;
import savanna.tasks.workers.Build;

/**
 * {@code names.db} in the folder of a run: what its programs were found to be. It is no part of the record: nothing
 * depends on it, and it may be deleted. It lies apart from {@code run.db} so that to look at a run changes no byte of
 * what the run wrote, and hinders no run that is going.
 *
 * <p>A row holds for the build that made it; those of other builds are not read, and go when the file is next written.
 * The file may be a stranger's: rows that could not have been written here are not read either.
 */
final class NameFile {

    private static final Logger LOG = LoggerFactory.getLogger(NameFile.class);

    /** More rows than anybody looks at. */
    private static final int MOST = 10_000;
    /** Terms and reasons are our own words. */
    private static final Pattern WORDS = Pattern.compile("[ -~]{0,200}");

    private static final List<String> TABLES = List.of("""
            CREATE TABLE IF NOT EXISTS resemblance (
              program TEXT NOT NULL PRIMARY KEY, method TEXT NOT NULL, nearest TEXT, rates TEXT NOT NULL,
              cosine REAL NOT NULL, decay REAL, rest TEXT, reason TEXT NOT NULL) STRICT""", """
            CREATE TABLE IF NOT EXISTS simplified (
              program TEXT NOT NULL PRIMARY KEY, method TEXT NOT NULL, result TEXT NOT NULL) STRICT""");

    /** Found by this build: what programs are, and what they are simplified, by their texts. */
    record Names(Map<String, Resemblance> resemblances, Map<String, Program> simplified) {}

    private final Path file;

    NameFile(Path run) {
        this.file = run.resolve("names.db");
    }

    private static final class Method {
        static final String DIGEST = digest();

        /** Of all that decides what a program is called, and of how it is told. */
        private static String digest() {
            String known = KnownOptimizers.all().stream()
                    .map(KnownOptimizer::toString)
                    .collect(Collectors.joining("\n", Build.here().digest() + String.join("", TABLES), ""));
            return TaskDigest.sha256(known).substring(0, 16);
        }
    }

    /** What is there; nothing where the file is absent, damaged or of another kind. */
    Names read() {
        Map<String, Resemblance> resemblances = new HashMap<>();
        Map<String, Program> simplified = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try (Connection connection = StoreConnection.open(StoreConnection.url(file, "ro"), false)) {
                rows(
                        connection,
                        "nearest, rates, cosine, decay, rest, reason FROM resemblance",
                        (program, row) -> resemblance(row).ifPresent(found -> resemblances.put(program, found)));
                rows(
                        connection,
                        "result FROM simplified",
                        (program, row) -> program(row.getString(2)).ifPresent(found -> simplified.put(program, found)));
            } catch (SQLException e) {
                LOG.debug("{}: not read: {}", file, e.getMessage());
            }
        }
        return new Names(resemblances, simplified);
    }

    /** Looks at a row. */
    @FunctionalInterface
    private interface Reader {
        void read(String program, ResultSet row) throws SQLException;
    }

    private static void rows(Connection connection, String what, Reader reader) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT program, " + what + " WHERE method = ? LIMIT " + MOST)) {
            query.setString(1, Method.DIGEST);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows.getString(1), rows);
                }
            }
        }
    }

    private static Optional<Resemblance> resemblance(ResultSet row) throws SQLException {
        String name = row.getString(2);
        Optional<KnownOptimizer> nearest = KnownOptimizers.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst();
        Optional<List<Double>> rates = rates(row.getString(3));
        double cosine = row.getDouble(4);
        double decay = row.getDouble(5);
        OptionalDouble measured = row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(decay);
        Optional<String> rest = Optional.ofNullable(row.getString(6));
        String reason = row.getString(7);
        boolean isOurs = (name == null) == nearest.isEmpty()
                && rates.isPresent()
                && rates.get().size()
                        == nearest.map(known -> known.rates().size()).orElse(0)
                && Math.abs(cosine) <= 1
                && WORDS.matcher(rest.orElse("")).matches()
                && WORDS.matcher(reason).matches();
        return isOurs
                ? Optional.of(new Resemblance(nearest, rates.get(), cosine, measured, rest, reason))
                : Optional.empty();
    }

    /** Nothing where they are none. */
    private static Optional<List<Double>> rates(String text) {
        try {
            List<Double> rates = Arrays.stream(text.split(" "))
                    .filter(rate -> !rate.isEmpty())
                    .map(Double::valueOf)
                    .toList();
            return rates.stream().allMatch(rate -> rate >= 0 && rate < 1) ? Optional.of(rates) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Program> program(String text) {
        try {
            return Optional.of(Program.parse(text));
        } catch (ProgramSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Adds to what is there, if the folder may be written. */
    void add(Names names) {
        if (!Files.isWritable(file.toAbsolutePath().getParent())) {
            return;
        }
        try {
            write(names);
        } catch (SQLException e) {
            LOG.debug("{}: not written: {}", file, e.getMessage());
        }
    }

    private void write(Names names) throws SQLException {
        try (Connection connection = StoreConnection.open(StoreConnection.url(file, "rwc"), false)) {
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            for (String table : List.of("resemblance", "simplified")) {
                try (PreparedStatement old =
                        connection.prepareStatement("DELETE FROM " + table + " WHERE method <> ?")) {
                    old.setString(1, Method.DIGEST);
                    old.executeUpdate();
                }
            }
            for (Map.Entry<String, Resemblance> name : names.resemblances().entrySet()) {
                Resemblance found = name.getValue();
                insert(
                        connection,
                        "resemblance",
                        name.getKey(),
                        Method.DIGEST,
                        found.nearest().map(KnownOptimizer::name).orElse(null),
                        found.rates().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                        found.cosine(),
                        found.decay().isPresent() ? found.decay().getAsDouble() : null,
                        found.rest().orElse(null),
                        found.reason());
            }
            for (Map.Entry<String, Program> name : names.simplified().entrySet()) {
                insert(
                        connection,
                        "simplified",
                        name.getKey(),
                        Method.DIGEST,
                        name.getValue().toString());
            }
            connection.commit();
        }
    }

    private static void insert(Connection connection, String table, Object... values) throws SQLException {
        String places = Arrays.stream(values).map(value -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR REPLACE INTO " + table + " VALUES (" + places + ")")) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }
}
