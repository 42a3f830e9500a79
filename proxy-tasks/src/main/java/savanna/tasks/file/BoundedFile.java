package savanna.tasks.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads whole files up to a size, so that a file which does not fit into memory, or never ends, is an error with a
 * remedy.
 */
public final class BoundedFile {
    /** Far more than a person writes: configs, tasks, programs. */
    public static final long MOST_WRITTEN = 4L << 20;

    private BoundedFile() {}

    /** Bytes of data that fit into the Java heap in all the forms that they take on their way into a task. */
    public static long mostData() {
        return Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 16);
    }

    /**
     * The bytes of a file.
     *
     * @param most bytes that are read at most
     * @param remedy what to do where there are more
     * @throws TooLargeException if there are more, for a device that never ends too
     */
    public static byte[] read(Path path, long most, String remedy) throws IOException {
        long size = Files.size(path);
        if (size > most) {
            throw tooLarge(path.toString(), grouped(size), most, remedy);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(path.toString(), in, most, remedy);
        }
    }

    /** The bytes of some gzip, unzipped: a few bytes may become very many. */
    public static byte[] unzipped(Path path, byte[] zipped, long most, String remedy) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return read(path + ", unzipped", in, most, remedy);
        }
    }

    private static byte[] read(String what, InputStream in, long most, String remedy) throws IOException {
        byte[] bytes = in.readNBytes((int) most);
        if (bytes.length == most && in.read() >= 0) {
            throw tooLarge(what, "more than " + grouped(most), most, remedy);
        }
        return bytes;
    }

    private static TooLargeException tooLarge(String what, String found, long most, String remedy) {
        return new TooLargeException(what + ": " + found + " bytes; expected at most " + grouped(most) + "; " + remedy);
    }

    private static String grouped(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    /** A file that is too large; the message says how large it is, what is expected and what to do. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
        }
    }
}
