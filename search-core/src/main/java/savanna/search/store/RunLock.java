package savanna.search.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the one process that writes to a run holds: a locked file. It is removed on release, while it is still locked;
 * and whoever has locked it looks whether it is still the file of that name, since nobody else would meet a lock on one
 * that was removed.
 */
final class RunLock {

    /**
     * Files that this process has locked. POSIX ends the locks of a process on a file when it closes any channel to it:
     * none may be opened meanwhile.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel locked;
    private final FileChannel named;

    private RunLock(Path file, FileChannel locked, FileChannel named) {
        this.file = file;
        this.locked = locked;
        this.named = named;
    }

    /**
     * Locks the file, which is made where it is absent; nothing if it is locked already, by this process or another.
     */
    static Optional<RunLock> take(Path file) throws IOException {
        Path own = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!HELD.add(own)) {
            return Optional.empty();
        }
        Optional<RunLock> taken = Optional.empty();
        try {
            taken = lock(own);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(own);
            }
        }
    }

    private static Optional<RunLock> lock(Path file) throws IOException {
        while (true) {
            FileChannel locked = open(file);
            FileChannel named = locked;
            boolean isTaken = false;
            try {
                if (locked.tryLock() == null) {
                    return Optional.empty();
                }
                named = open(file);
                isTaken = isLockedHere(named);
                if (isTaken) {
                    return Optional.of(new RunLock(file, locked, named));
                }
            } finally {
                if (!isTaken) {
                    named.close();
                    locked.close();
                }
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Whether it is a channel to the file that this process has just locked: Java refuses to lock one twice. */
    private static boolean isLockedHere(FileChannel channel) throws IOException {
        try {
            channel.tryLock();
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    void release() throws IOException {
        try (FileChannel first = named;
                FileChannel second = locked) {
            Files.deleteIfExists(file);
        } finally {
            HELD.remove(file);
        }
    }
}
