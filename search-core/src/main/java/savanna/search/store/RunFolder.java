package savanna.search.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import savanna.dsl.program.Program;

/**
 * The folder of a run: {@code config.yaml} (resolved), {@code run.db} (everything that was done), {@code winner.program} (once there is one).
 * Open for writing in one process at a time.
 */
public final class RunFolder implements AutoCloseable {

    private static final String DATABASE = "run.db";
    private static final String CONFIG = "config.yaml";
    private static final String WINNER = "winner.program";
    private static final String LOCK = "run.lock";
    private static final String DRAFT = ".draft";

    private final Path path;
    private final RunDatabase database;
    private final FileChannel lock;

    private RunFolder(Path path, RunDatabase database, FileChannel lock) {
        this.path = path;
        this.database = database;
        this.lock = lock;
    }

    /** Whether the path looks like the folder of a run. */
    public static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(CONFIG)) && (Files.isRegularFile(path.resolve(DATABASE)) || Files.isRegularFile(path.resolve(LOCK)));
    }

    /** Creates the folder, which must be absent or empty (but for what is left when its making was interrupted). */
    public static RunFolder create(Path path, String config) {
        try {
            Files.createDirectories(path);
            try (var content = Files.list(path)) {
                if (content.map(file -> file.getFileName().toString()).anyMatch(name -> !name.equals(LOCK) && !name.equals(CONFIG + DRAFT))) {
                    throw new RunStoreException(path + ": not empty; give another folder with --out, or go on with `savanna resume " + path + "`");
                }
            }
            FileChannel lock = lock(path);
            replace(path.resolve(CONFIG), config);
            return locked(path, lock);
        } catch (IOException e) {
            throw new RunStoreException(path + ": the run folder cannot be made: " + e.getMessage(), e);
        }
    }

    /** Opens the folder of an earlier run to go on with it. */
    public static RunFolder open(Path path) {
        requireRun(path);
        return locked(path, lock(path));
    }

    private static RunFolder locked(Path path, FileChannel lock) {
        try {
            return new RunFolder(path, RunDatabase.write(path.resolve(DATABASE)), lock);
        } catch (RunStoreException unusable) {
            unlock(path, lock);
            throw unusable;
        }
    }

    /** @throws RunStoreException if the path is not the folder of a run */
    public static void requireRun(Path path) {
        if (!isRun(path)) {
            throw new RunStoreException(path + ": not a run folder; expected a folder with " + CONFIG + " and " + DATABASE + ", as `savanna search` makes it");
        }
    }

    static RunDatabase read(Path path) {
        requireRun(path);
        if (!Files.isRegularFile(path.resolve(DATABASE))) {
            throw new RunStoreException(path + ": nothing was written yet; go on with `savanna resume " + path + "`");
        }
        return RunDatabase.read(path.resolve(DATABASE));
    }

    private static FileChannel lock(Path path) {
        try {
            FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = tryLock(channel);
            if (held == null) {
                channel.close();
                throw new RunStoreException(path + ": another process works on this run; wait for it or end it first");
            }
            return channel;
        } catch (IOException e) {
            throw new RunStoreException(path + ": the run folder cannot be locked: " + e.getMessage(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Writes a file whole or not at all. */
    private static void replace(Path file, String text) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + DRAFT);
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RunStoreException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    public static Path configFile(Path run) {
        return run.resolve(CONFIG);
    }

    public static Path winnerFile(Path run) {
        return run.resolve(WINNER);
    }

    public TrainingTable trainings() {
        return new TrainingTable(database);
    }

    public StageTable stages() {
        return new StageTable(database);
    }

    public RankingTable rankings() {
        return new RankingTable(database);
    }

    public MetaTable metaValidation() {
        return new MetaTable(database);
    }

    /** The files that the config names. */
    public FileTable files() {
        return new FileTable(database);
    }

    /** The journal of one search. */
    public SearchTables search(String stage) {
        return new SearchTables(database, stage);
    }

    /** Replaces the resolved config, when a run is extended. */
    public void config(String text) {
        replace(configFile(path), text);
    }

    /** Writes the winner. @param comment lines without the {@code #} */
    public void winner(Program program, String comment) {
        replace(winnerFile(path), comment.lines().map(line -> "# " + line + "\n").reduce("", String::concat) + program + "\n");
    }

    /** Commits all that was written. */
    public void commit() {
        database.commit();
    }

    @Override
    public void close() {
        database.close();
        unlock(path, lock);
    }

    private static void unlock(Path path, FileChannel lock) {
        try {
            lock.close();
            Files.deleteIfExists(path.resolve(LOCK));
        } catch (IOException e) {
            throw new RunStoreException(path + ": the run folder cannot be unlocked: " + e.getMessage(), e);
        }
    }
}
