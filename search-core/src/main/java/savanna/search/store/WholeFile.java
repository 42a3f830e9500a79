package savanna.search.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all. */
public final class WholeFile {

    static final String DRAFT = ".draft";

    private WholeFile() {}

    /**
     * Writes a text, in UTF-8; what the file held before stays until all of it is written.
     *
     * @throws IOException whose message names the file and says what went wrong
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for bytes. */
    public static void write(Path file, byte[] content) throws IOException {
        try {
            if (isDevice(file)) {
                Files.write(file, content);
            } else {
                replace(Files.exists(file) ? file.toRealPath() : file, content);
            }
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + reason(e), e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + DRAFT);
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    /** Whether the path leads to something that is written to but cannot be replaced, such as {@code /dev/stdout}. */
    public static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file);
    }

    /** What went wrong with a file or folder, in words; Java's own messages often are the path alone. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "a file of that name is in the way";
        }
        boolean hasReason = failure instanceof FileSystemException known && known.getReason() != null;
        return hasReason ? ((FileSystemException) failure).getReason() : failure.getMessage();
    }
}
