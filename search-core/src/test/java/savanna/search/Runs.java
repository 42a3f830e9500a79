package savanna.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import savanna.search.config.RunConfig;
import savanna.search.pipeline.Catalog;
import savanna.search.pipeline.RunListener;
import savanna.search.pipeline.RunOutcome;
import savanna.search.pipeline.SearchRun;
import savanna.search.store.RunFolder;
import savanna.tasks.Task;
import savanna.tasks.training.Interruption;

/** Runs for tests: small, on the regression task. */
public final class Runs {

    /** A search of a thousand programs that takes about a second. */
    public static final String SMALL = """
            task: regression
            search:
              population: 50
              offspring: 10
              programs: 1000
            ranking: {candidates: 5, seeds: 4}
            report: {seeds: 4}
            """;

    /** What complexity costs in {@link #WHOLE}. */
    public static final String PRICES = "objective: {state-price: 0.01, statement-price: 0.001}\n";

    /** A run with every kind of stage: two searches and a restart, local search, meta-validation, funnel. */
    public static final String WHOLE = PRICES + """
            task: regression
            search:
              population: 40
              offspring: 10
              programs: 400
              repeats: 2
              restarts: 1
              hurdle-factor: 1.5
              hurdle-margin: 0.5
              rate-trials: 2
            neighbourhood: {simplify-by: [bypass, rewire], seeds: 3, closure: 2, growth: 0, tuning-rounds: 1, tuning-variants: 4, starts: 3}
            meta-validation: {task: larger, every: 100, seeds: 2}
            ranking: {candidates: 5, seeds: 4, tune: 8}
            funnel-b: {task: larger, candidates: 3, seeds: 4, tune: 8}
            funnel-c: {task: largest, candidates: 2, seeds: 4, tune: 8}
            report: {seeds: 4}
            """;

    private Runs() {}

    public static RunConfig config(String yaml) {
        return RunConfig.parse("test", yaml);
    }

    public static RunOutcome run(RunConfig config, Path folder) {
        try (RunFolder opened =
                RunFolder.isRun(folder) ? RunFolder.open(folder) : RunFolder.create(folder, config.yaml())) {
            return new SearchRun(config, Catalog.of(Runs::task), opened, new RunListener() {}, new Interruption())
                    .run();
        }
    }

    /** How many trainings a run that is under way, perhaps in another process, has stored: none before it begins. */
    public static long trainings(Path run) {
        Path database = run.resolve("run.db");
        if (!Files.exists(database)) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM training")) {
            return count.getLong(1);
        } catch (SQLException notYet) {
            return 0;
        }
    }

    private static Task task(String name) {
        return new RegressionTask(
                switch (name) {
                    case "larger" -> 120;
                    case "largest" -> 240;
                    case "slow" -> 2000;
                    default -> 40;
                });
    }

    /** Runs in a process of its own, to be killed. @param arguments config file, run folder */
    public static void main(String[] arguments) throws IOException {
        run(config(Files.readString(Path.of(arguments[0]))), Path.of(arguments[1]));
    }
}
