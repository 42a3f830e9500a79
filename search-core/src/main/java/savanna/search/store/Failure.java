package savanna.search.store;

import java.util.List;
import java.util.Optional;
import savanna.tasks.Outcome;

/**
 * One way in which programs of a run failed.
 *
 * @param outcome how their trainings ended
 * @param functions distinct ones among the searches' that failed so
 * @param trainings that ended so, in all stages
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
     * @param task on which it failed
     * @param seed of the training
     * @param step after which that ended
     */
    public record Example(String stage, long number, String hash, String program, String task, long seed, int step) {}

    static List<Failure> of(RunDatabase database) {
        return database.rows(
                "SELECT outcome, count(DISTINCT hash) FROM function WHERE outcome <> 'TRAINED' GROUP BY outcome ORDER BY 2 DESC, 1",
                row -> of(database, Outcome.valueOf(row.getString(1)), row.getLong(2)));
    }

    private static Failure of(RunDatabase database, Outcome outcome, long functions) {
        List<Integer> steps = database.rows(
                "SELECT steps FROM training WHERE outcome = ? ORDER BY steps", row -> row.getInt(1), outcome.name());
        // The example in the middle is the typical one.
        Optional<Example> example = database
                .rows(
                        """
                        SELECT f.stage, f.number, f.hash, f.program, t.task, t.seed, t.steps FROM function f
                        JOIN training t ON t.hash = f.hash AND t.outcome = f.outcome
                        WHERE f.outcome = ?1 ORDER BY t.steps, f.hash, t.seed
                        LIMIT 1 OFFSET (SELECT count(*) / 2 FROM function g JOIN training u ON u.hash = g.hash
                          AND u.outcome = g.outcome WHERE g.outcome = ?1)""",
                        row -> new Example(
                                row.getString(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getInt(7)),
                        outcome.name())
                .stream()
                .findFirst();
        return new Failure(
                outcome,
                functions,
                steps.size(),
                steps.isEmpty()
                        ? List.of()
                        : List.of(steps.get(0), steps.get(steps.size() / 2), steps.get(steps.size() - 1)),
                example);
    }
}
