package savanna.search.store;

import java.util.List;

/** The tables of a run; documented for users in the README. Change the version with any change to them. */
final class Schema {

    static final int VERSION = 1;

    /** Length of a function's hash. */
    static final int HASH_DIGITS = 32;

    static final List<String> TABLES = List.of(
            // "config" gives the resolved config that the run began with; "file PATH" the SHA-256 of a task or program
            // that the config names by its path,
            // "file data N of TASK" that of a task's data, as they were when the run began. "numerics" is what the run
            // computed with: kind, version and kernel of matrix products, version of Java, digest of a probe training;
            // "numerics of the last session" the same where the run went on with another.
            "CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",

            // One row a search, a part of one, or a neighbourhood search. reason is null while it is under way.
            """
            CREATE TABLE stage (stage TEXT PRIMARY KEY, position INTEGER NOT NULL, kind TEXT NOT NULL, start_hash TEXT, programs INTEGER NOT NULL DEFAULT 0,
              evaluations INTEGER NOT NULL DEFAULT 0, elapsed_ms INTEGER NOT NULL DEFAULT 0, training_ms INTEGER NOT NULL DEFAULT 0,
              reason TEXT, stop_programs INTEGER)""",

            // Every program that a search made; number 0 is where the stage started.
            """
            CREATE TABLE program (stage TEXT NOT NULL, number INTEGER NOT NULL, parent INTEGER NOT NULL, mutation TEXT NOT NULL, hash TEXT NOT NULL,
              PRIMARY KEY (stage, number)) WITHOUT ROWID""",

            // Every function that was trained by a search, with the first program that computed it. fitness is null if
            // it has none.
            """
            CREATE TABLE function (hash TEXT NOT NULL, stage TEXT NOT NULL, number INTEGER NOT NULL, program TEXT NOT NULL, statements INTEGER NOT NULL,
              live_statements INTEGER NOT NULL, states INTEGER NOT NULL, outcome TEXT NOT NULL, fitness REAL, at_ms INTEGER NOT NULL,
              PRIMARY KEY (stage, hash)) WITHOUT ROWID""",

            // Every training: one program, one task, one seed. fitness is null if it has none.
            """
            CREATE TABLE training (hash TEXT NOT NULL, task TEXT NOT NULL, seed INTEGER NOT NULL, hurdled INTEGER NOT NULL, outcome TEXT NOT NULL, fitness REAL,
              steps INTEGER NOT NULL, losses TEXT NOT NULL, micros INTEGER NOT NULL, at_ms INTEGER NOT NULL,
              PRIMARY KEY (hash, task, seed, hurdled)) WITHOUT ROWID""",

            // Totals of a search at intervals.
            """
            CREATE TABLE progress (stage TEXT NOT NULL, programs INTEGER NOT NULL, evaluations INTEGER NOT NULL, statements INTEGER NOT NULL,
              redundant_statements INTEGER NOT NULL, best REAL, at_ms INTEGER NOT NULL, PRIMARY KEY (stage, programs)) WITHOUT ROWID""",

            // Every program in every stage of the funnel; position 0 is the tuned baseline.
            """
            CREATE TABLE ranking (stage TEXT NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL, program TEXT NOT NULL, task TEXT NOT NULL, seeds INTEGER NOT NULL,
              fitness REAL, error REAL, difference REAL, difference_error REAL, states INTEGER NOT NULL, live_statements INTEGER NOT NULL, verdict TEXT NOT NULL)""",

            // The best program so far, on the meta-validation task.
            """
            CREATE TABLE meta (stage TEXT NOT NULL, programs INTEGER NOT NULL, hash TEXT NOT NULL, search_fitness REAL NOT NULL, fitness REAL, error REAL,
              PRIMARY KEY (stage, programs)) WITHOUT ROWID""");

    private Schema() {}
}
