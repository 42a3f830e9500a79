package savanna.search.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import savanna.tasks.Outcome;

/**
 * One way in which programs of a run failed.
 *
 * @param outcome how their trainings ended
 * @param functions distinct ones among the searches' that failed so
 * @param trainings that ended so, in all stages; those that went to their end and were hopeless for their fitness are
 *     not among them
 * @param steps after which they ended: the fewest, the median and the most
 * @param example of a function that failed so, if a search made one
 */
public record Failure(Outcome outcome, long functions, long trainings, List<Integer> steps, Optional<Example> example) {

    /**
     * A function that failed.
     *
     * @param stage that made it
     * @param number of its program there
     * @param hash of the program
     * @param program its text
     * @param training in which it failed; none is remembered of one that crashed, or whose trainings were whole
     * @param words what the place of training told; empty unless it crashed
     */
    public record Example(
            String stage, long number, String hash, String program, Optional<FailedTraining> training, String words) {}

    /**
     * A training that failed.
     *
     * @param task on which
     * @param seed of the training
     * @param step after which that ended
     */
    public record FailedTraining(String task, long seed, int step) {}

    static List<Failure> of(RunDatabase database) {
        return database.rows(
                "SELECT outcome, count(DISTINCT hash) FROM function_row WHERE outcome <> 'TRAINED' GROUP BY outcome ORDER BY 2 DESC, 1",
                row -> of(database, Outcome.valueOf(row.getString(1)), row.getLong(2)));
    }

    private static Failure of(RunDatabase database, Outcome outcome, long functions) {
        List<Integer> steps = database.rows(
                "SELECT steps FROM training_row WHERE outcome = ? ORDER BY steps",
                row -> row.getInt(1),
                outcome.name());
        return new Failure(
                outcome,
                functions,
                steps.size(),
                steps.isEmpty()
                        ? List.of()
                        : List.of(steps.get(0), steps.get(steps.size() / 2), steps.get(steps.size() - 1)),
                example(database, outcome));
    }

    /** The one in the middle by steps is the typical one. */
    private static Optional<Example> example(RunDatabase database, Outcome outcome) {
        return database.rows("""
                        SELECT s.stage, f.number, lower(hex(f.hash)), f.program, t.name, r.seed, r.steps, f.words
                        FROM function_row f JOIN stage s ON s.id = f.stage
                          LEFT JOIN training_row r ON r.hash = f.hash AND r.outcome = f.outcome
                          LEFT JOIN task t ON t.id = r.task
                        WHERE f.outcome = ?1 ORDER BY r.steps IS NULL, r.steps, f.hash, r.seed
                        LIMIT 1 OFFSET (SELECT count(*) / 2 FROM function_row g JOIN training_row u ON u.hash = g.hash
                          AND u.outcome = g.outcome WHERE g.outcome = ?1)""", Failure::example, outcome.name()).stream().findFirst();
    }

    private static Example example(ResultSet row) throws SQLException {
        String task = row.getString(5);
        return new Example(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                ProgramText.of(row.getBytes(4)),
                task == null ? Optional.empty() : Optional.of(new FailedTraining(task, row.getLong(6), row.getInt(7))),
                Objects.requireNonNullElse(row.getString(8), ""));
    }
}
