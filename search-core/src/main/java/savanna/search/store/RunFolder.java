package savanna.search.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import savanna.dsl.program.Program;

/**
 * The folder of a run: {@code config.yaml} (resolved), {@code run.db} (everything that was done),
 * {@code winner.program} (once there is one), {@code simplified.program} (if the config asks for it). Open for writing
 * in one process at a time.
 */
public final class RunFolder extends RunStore {

    private static final String DATABASE = "run.db";
    private static final String CONFIG = "config.yaml";
    private static final String WINNER = "winner.program";
    private static final String SIMPLIFIED = "simplified.program";
    private static final String LOCK = "run.lock";

    private final Path path;
    private final RunLock lock;

    private RunFolder(Path path, RunDatabase database, RunLock lock) {
        super(database);
        this.path = path;
        this.lock = lock;
    }

    /** Whether the path looks like the folder of a run. */
    public static boolean isRun(Path path) {
        return Files.isRegularFile(path.resolve(CONFIG))
                && (Files.isRegularFile(path.resolve(DATABASE)) || Files.isRegularFile(path.resolve(LOCK)));
    }

    /** Creates the folder, which must be absent or empty (but for what is left when its making was interrupted). */
    public static RunFolder create(Path path, String config) {
        try {
            Files.createDirectories(path);
            try (var content = Files.list(path)) {
                if (content.map(file -> file.getFileName().toString())
                        .anyMatch(name -> !name.equals(LOCK) && !name.equals(CONFIG + WholeFile.DRAFT))) {
                    throw new RunStoreException(
                            path + ": not empty; give another folder with --out, or go on with `savanna resume " + path
                                    + "`");
                }
            }
        } catch (IOException e) {
            throw new RunStoreException(path + ": the run folder cannot be made: " + WholeFile.reason(e), e);
        }
        RunLock lock = lock(path);
        begin(path, config, lock);
        RunFolder folder = begun(path, lock);
        try {
            folder.recordConfig(config);
            folder.recordPlace(path);
        } catch (RunStoreException | RunWriteException failed) {
            folder.abandon(failed);
            throw failed;
        }
        return folder;
    }

    /** Writes the config. Without one there is no run to go on with. */
    private static void begin(Path path, String config, RunLock lock) {
        try {
            WholeFile.write(path.resolve(CONFIG), config);
        } catch (IOException e) {
            unlock(path, lock);
            throw new RunWriteException(
                    e.getMessage() + "; mend that, then begin the run anew with `savanna search`", e);
        }
    }

    /** Opens the store of a new run; where that cannot be, nothing stays behind with which nobody could go on. */
    private static RunFolder begun(Path path, RunLock lock) {
        try {
            return locked(path, lock);
        } catch (RunStoreException | RunWriteException unusable) {
            try {
                for (String file : List.of(CONFIG, DATABASE, DATABASE + "-wal", DATABASE + "-shm")) {
                    Files.deleteIfExists(path.resolve(file));
                }
            } catch (IOException e) {
                unusable.addSuppressed(e);
            }
            String reason = unusable.getCause() == null
                    ? unusable.getMessage()
                    : path.resolve(DATABASE) + ": the store cannot be made: "
                            + unusable.getCause().getMessage();
            throw new RunWriteException(
                    reason + "; mend that, then begin the run anew with `savanna search`", unusable);
        }
    }

    /** Opens the folder of an earlier run to go on with it. */
    public static RunFolder open(Path path) {
        requireRun(path);
        return locked(path, lock(path));
    }

    private static RunFolder locked(Path path, RunLock lock) {
        try {
            return new RunFolder(path, RunDatabase.write(path.resolve(DATABASE)), lock);
        } catch (RunStoreException | RunWriteException unusable) {
            unlock(path, lock);
            throw unusable;
        }
    }

    /** Whether anything was written down in the folder of a run yet. */
    public static boolean hasStore(Path path) {
        return Files.isRegularFile(path.resolve(DATABASE))
                && path.resolve(DATABASE).toFile().length() > 0;
    }

    /** Whether its store is there and empty, as a full disk or a broken copy leaves it. */
    public static boolean hasEmptyStore(Path path) {
        return Files.isRegularFile(path.resolve(DATABASE)) && !hasStore(path);
    }

    /** @throws RunStoreException if the path is not the folder of a run */
    public static void requireRun(Path path) {
        if (!isRun(path)) {
            throw new RunStoreException(path + ": not a run folder; expected a folder with " + CONFIG + " and "
                    + DATABASE + ", as `savanna search` makes it");
        }
    }

    static RunDatabase read(Path path) {
        requireRun(path);
        if (!hasStore(path)) {
            throw new RunStoreException(
                    path + (hasEmptyStore(path) ? ": " + DATABASE + " is empty (0 bytes)" : ": nothing was written yet")
                            + "; begin the run with `savanna resume " + path + "`");
        }
        return RunDatabase.read(path.resolve(DATABASE));
    }

    private static RunLock lock(Path path) {
        try {
            return RunLock.take(path.resolve(LOCK))
                    .orElseThrow(() -> new RunStoreException(
                            path + ": another process works on this run; wait for it or end it first"));
        } catch (IOException e) {
            throw new RunStoreException(path + ": the run folder cannot be locked: " + WholeFile.reason(e), e);
        }
    }

    private static void replace(Path file, String text) {
        try {
            WholeFile.write(file, text);
        } catch (IOException e) {
            throw new RunWriteException(
                    e.getMessage() + "; mend that, then go on with `savanna resume " + file.getParent() + "`", e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public Optional<Path> place() {
        return Optional.of(path);
    }

    public static Path configFile(Path run) {
        return run.resolve(CONFIG);
    }

    public static Path winnerFile(Path run) {
        return run.resolve(WINNER);
    }

    /** Replaces the resolved config, when a run goes on with another. */
    public void config(String text) {
        recordConfig(text);
        replace(configFile(path), text);
        recordPlace(path);
    }

    @Override
    public void winner(Program program, String comment) {
        write(winnerFile(path), program, comment);
    }

    @Override
    public void noWinner() {
        remove(winnerFile(path));
    }

    @Override
    public void simplified(Program program, String comment) {
        write(path.resolve(SIMPLIFIED), program, comment);
    }

    @Override
    public void notSimplified() {
        remove(path.resolve(SIMPLIFIED));
    }

    private static void write(Path file, Program program, String comment) {
        replace(file, comment.lines().map(line -> "# " + line + "\n").reduce("", String::concat) + program + "\n");
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RunWriteException(file + ": cannot be removed: " + WholeFile.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            unlock(path, lock);
        }
    }

    /** Closes after a failure, which is what the caller is told. */
    private void abandon(RuntimeException failure) {
        try {
            close();
        } catch (RunStoreException | RunWriteException again) {
            failure.addSuppressed(again);
        }
    }

    private static void unlock(Path path, RunLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new RunStoreException(path + ": the run folder cannot be unlocked: " + WholeFile.reason(e), e);
        }
    }
}
