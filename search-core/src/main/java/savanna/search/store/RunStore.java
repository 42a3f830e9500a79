package savanna.search.store;

import java.nio.file.Path;
import java.util.Optional;
import savanna.dsl.program.Program;

/** What a run remembers and writes down: tables, in the folder of the run or in memory. Thread-safe. */
public class RunStore implements AutoCloseable {

    private final RunDatabase database;
    private final StageTable stages;

    RunStore(RunDatabase database) {
        this.database = database;
        this.stages = new StageTable(database);
    }

    /**
     * A store that ends with the process.
     *
     * @param config the resolved config
     */
    public static RunStore inMemory(String config) {
        RunStore store = new RunStore(RunDatabase.inMemory());
        store.recordConfig(config);
        return store;
    }

    /** Before the name of a task in the key of the arithmetic of its workers. */
    private static final String NUMERICS_OF = "numerics of ";

    /** The folder, if it has one. */
    public Optional<Path> place() {
        return Optional.empty();
    }

    public TrainingTable trainings() {
        return new TrainingTable(database);
    }

    public StageTable stages() {
        return stages;
    }

    public RankingTable rankings() {
        return new RankingTable(database);
    }

    public MetaTable metaValidation() {
        return new MetaTable(database);
    }

    /** The final comparison. */
    public ComparisonTable comparison() {
        return new ComparisonTable(database);
    }

    /** The workers of the latest session. */
    public WorkerTable workers() {
        return new WorkerTable(database);
    }

    /** The files that the config names. */
    public FileTable files() {
        return new FileTable(database);
    }

    /** The journal of one search. */
    public SearchTables search(String stage) {
        return new SearchTables(database, stage);
    }

    /** The resolved config that the run began with; nothing if it was killed before that was written. */
    public Optional<String> firstConfig() {
        return database.rows("SELECT value FROM run WHERE key = 'config'", row -> row.getString(1)).stream()
                .findFirst();
    }

    /** Notes the resolved config that the run begins with. */
    final void recordConfig(String text) {
        database.write("INSERT OR IGNORE INTO run VALUES ('config', ?)", text);
        database.commit();
    }

    /** Time that the run took, over all sessions, in milliseconds; and what that cut short. */
    public TimeTable time() {
        return new TimeTable(database);
    }

    /** The arithmetic that the run began with, in words; nothing before {@link #recordNumerics}. */
    public Optional<String> numerics() {
        return database.rows("SELECT value FROM run WHERE key = 'numerics'", row -> row.getString(1)).stream()
                .findFirst();
    }

    /** Records the arithmetic of the first session, and that of the latest one beside it where it is another. */
    public void recordNumerics(String line) {
        String key = numerics()
                .map(first -> first.equals(line) ? "numerics" : "numerics of the last session")
                .orElse("numerics");
        database.write("INSERT OR REPLACE INTO run VALUES (?, ?)", key, line);
        database.commit();
    }

    /** The arithmetic of the workers that first trained a task of which only they know it; nothing before one did. */
    public Optional<String> numerics(String task) {
        return database
                .rows("SELECT value FROM run WHERE key = ?", row -> row.getString(1), NUMERICS_OF + task)
                .stream()
                .findFirst();
    }

    /** Records the arithmetic of workers; that of a later session beside that of the first. */
    public void recordNumerics(String task, String line) {
        String key = numerics(task).isPresent() ? NUMERICS_OF + task + " in the last session" : NUMERICS_OF + task;
        database.write("INSERT OR REPLACE INTO run VALUES (?, ?)", key, line);
        database.commit();
    }

    /** Where the folder of the run was when its config was last written; nothing for a run in memory. */
    static Optional<Path> writtenAt(RunDatabase database) {
        return database.rows("SELECT value FROM run WHERE key = 'place'", row -> Path.of(row.getString(1))).stream()
                .findFirst();
    }

    /** Notes where the folder of the run is. */
    final void recordPlace(Path folder) {
        database.write(
                "INSERT OR REPLACE INTO run VALUES ('place', ?)",
                folder.toAbsolutePath().normalize().toString());
        database.commit();
    }

    /**
     * Writes the winner where a folder is.
     *
     * @param comment lines without the {@code #}
     */
    public void winner(Program program, String comment) {}

    /**
     * Writes the simplified winner where a folder is.
     *
     * @param comment lines without the {@code #}
     */
    public void simplified(Program program, String comment) {}

    /** Removes the simplified winner of an earlier session. */
    public void notSimplified() {}

    /** Removes the winner of an earlier session, where there is none any more. */
    public void noWinner() {}

    /** Commits all that was written. */
    public void commit() {
        database.commit();
    }

    @Override
    public void close() {
        database.close();
    }
}
