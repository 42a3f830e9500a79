package savanna.search.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import savanna.search.Runs;

/**
 * Kills a run with signal 9 at random moments and goes on with it. {@code mvn verify} does so 20 times; the long run is
 * {@code mvn -B verify -pl search-core -am -Dtest=KilledRunTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsavanna.kills=100}.
 */
class KilledRunTest {

    private static final int KILLS = Integer.getInteger("savanna.kills", 20);
    private static final String CONFIG = Runs.WHOLE
            .replace("task: regression", "task: slow")
            .replace("search:", "search:\n  selector: lexicase\n  seeds: {first: 2, most: 9}");

    @Test
    void shouldComeToTheSameAfterBeingKilledAtRandomMoments(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("config.yaml"), CONFIG);
        Path killed = folder.resolve("killed");
        Random random = new Random(1);
        long trainings = 0;
        int interrupted = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start(config, killed);
            // Past the start of the virtual machine most of the time, and sometimes within it.
            if (!process.waitFor(300 + random.nextInt(900), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                interrupted++;
            }
            if (Files.exists(killed.resolve("run.db")) && tables(killed) > 0) {
                assertThat(single(killed, "PRAGMA integrity_check")).isEqualTo("ok");
                long now = Long.parseLong(single(killed, "SELECT count(*) FROM training"));
                assertThat(now).isGreaterThanOrEqualTo(trainings);
                trainings = now;
            }
        }
        assertThat(interrupted).isPositive();
        RunOutcome resumed = Runs.run(Runs.config(CONFIG), killed);
        RunOutcome whole = Runs.run(Runs.config(CONFIG), folder.resolve("whole"));
        assertThat(resumed).usingRecursiveComparison().ignoringFields("folder").isEqualTo(whole);
        assertThat(Files.readString(killed.resolve("winner.program")))
                .isEqualTo(Files.readString(folder.resolve("whole").resolve("winner.program")));
        // Not the trainings: an idle thread may have trained a seed ahead that a failure made needless.
        for (String table : new String[] {"program", "function", "meta", "ranking"}) {
            assertThat(single(killed, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isEqualTo(single(folder.resolve("whole"), "SELECT count(*) FROM " + table));
        }
    }

    private static Process start(Path config, Path run) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Runs.class.getName(),
                        config.toString(),
                        run.toString())
                .redirectErrorStream(true)
                .redirectOutput(run.resolveSibling("output").toFile())
                .start();
    }

    private static long tables(Path run) throws SQLException {
        return Long.parseLong(single(run, "SELECT count(*) FROM sqlite_master WHERE name = 'training'"));
    }

    private static String single(Path run, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + run.resolve("run.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getString(1);
        }
    }
}
