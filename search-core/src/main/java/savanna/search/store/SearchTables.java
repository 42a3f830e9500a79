package savanna.search.store;

import java.util.List;
import savanna.search.evolution.Counts;
import savanna.search.evolution.Individual;
import savanna.search.evolution.Scored;
import savanna.search.evolution.SearchJournal;
import savanna.search.evolution.Valuation;

/**
 * Writes down what one search does. A search that is repeated after an interruption meets its own rows and leaves them.
 */
public final class SearchTables implements SearchJournal {

    /** Programs between two rows of totals at most; fewer in the beginning, where more happens. */
    private static final long PROGRESS_PROGRAMS = 500;

    private final RunDatabase database;
    private final String stage;
    private final long id;
    private final ProgramText texts = new ProgramText();
    private final long written;
    private long nextProgress;

    SearchTables(RunDatabase database, String stage) {
        this.database = database;
        this.stage = stage;
        this.id = database.rows("SELECT id FROM stage WHERE stage = ?", row -> row.getLong(1), stage).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the stage " + stage + " has not begun"));
        this.written = database.rows(
                        "SELECT coalesce(max(number), -1) FROM program_row WHERE stage = ?", row -> row.getLong(1), id)
                .get(0);
    }

    /** Number of the last program that was written before this process began; -1 if none was. */
    public long written() {
        return written;
    }

    @Override
    public void batch(List<Individual> made, List<Scored> scored, Counts counts) {
        write(made, scored);
        if (counts.programs() >= nextProgress) {
            nextProgress = counts.programs() + Math.min(PROGRESS_PROGRAMS, 1 + counts.programs() / 20);
            progress(counts);
        }
        database.commitSometimes();
    }

    /** Writes programs and functions, for searches that keep no totals. */
    public void write(List<Individual> made, List<Scored> scored) {
        long now = System.currentTimeMillis();
        for (Individual individual : made) {
            if (individual.number() > written) {
                database.write(
                        "INSERT OR IGNORE INTO program_row VALUES (?, ?, ?, ?, ?)",
                        id,
                        individual.number(),
                        individual.parent(),
                        individual.mutation(),
                        Hashes.bytes(individual.hash()));
            }
        }
        scored.forEach(function -> write(function, now));
    }

    private void write(Scored function, long now) {
        Individual first = function.individual();
        Valuation score = function.score();
        database.write(
                """
                INSERT INTO function_row VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (stage, hash) DO UPDATE SET outcome = excluded.outcome, fitness = excluded.fitness,
                  error = excluded.error, seeds = excluded.seeds, words = excluded.words
                WHERE fitness IS NOT excluded.fitness OR error IS NOT excluded.error OR seeds IS NOT excluded.seeds
                  OR outcome <> excluded.outcome""",
                id,
                Hashes.bytes(first.hash()),
                first.number(),
                texts.packed(first.program().toString()),
                first.statements(),
                first.liveStatements(),
                score.cost().states(),
                score.outcome().name(),
                Values.orNull(score.fitness()),
                Values.orNull(score.error()),
                score.error().isPresent() ? (Object) score.cases().size() : RunDatabase.Null.NULL,
                score.words().isEmpty() ? RunDatabase.Null.NULL : score.words(),
                now);
    }

    /** Writes the last totals. */
    public void end(Counts counts) {
        progress(counts);
        database.commitSometimes();
    }

    private void progress(Counts counts) {
        database.write(
                "INSERT OR IGNORE INTO progress VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                stage,
                counts.programs(),
                counts.evaluations(),
                counts.trainings(),
                counts.statements(),
                counts.redundantStatements(),
                Values.finiteOrNull(counts.best().fitness()),
                counts.best().price(),
                System.currentTimeMillis());
    }
}
