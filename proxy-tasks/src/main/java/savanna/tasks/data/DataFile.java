package savanna.tasks.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files that tasks name: found, unzipped, decoded, with errors that say which file and what is wrong. */
final class DataFile {
    private DataFile() {}

    /**
     * Finds a file: at its path, beside the task's file, or in the data folder: {@code $SAVANNA_DATA}, else
     * {@code data} or {@code ../shared/data} below the working directory.
     */
    static Path find(String name, Path besideTask) {
        String folder = System.getenv().getOrDefault("SAVANNA_DATA", System.getProperty("savanna.data", ""));
        Stream<String> folders = folder.isEmpty() ? Stream.of("data", "../shared/data") : Stream.of(folder);
        try {
            List<Path> places = Stream.concat(
                            Stream.of(Path.of(name), besideTask.resolve(name)),
                            folders.map(each -> Path.of(each).resolve(name)))
                    .distinct()
                    .toList();
            return places.stream()
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new DataException(name + ": no such file; looked for "
                            + String.join(
                                    ", ", places.stream().map(Path::toString).toList())
                            + "; set SAVANNA_DATA to the folder that holds it"));
        } catch (InvalidPathException wrong) {
            throw new DataException(name + ": not a path: " + wrong.getReason(), wrong);
        }
    }

    /** The content, unzipped if it is gzip. */
    static byte[] bytes(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new DataException(path + ": a folder; expected a file");
        }
        byte[] raw = Files.readAllBytes(path);
        if (raw.length < 2 || (raw[0] & 0xff) != 0x1f || (raw[1] & 0xff) != 0x8b) {
            return raw;
        }
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(raw))) {
            return unzipped.readAllBytes();
        } catch (EOFException | ZipException broken) {
            throw new DataException(
                    path + ": broken gzip (" + broken.getMessage()
                            + "); the file is truncated or damaged, expected a whole one",
                    broken);
        }
    }

    /** The content as text in UTF-8. */
    static String text(Path path) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(path)))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new DataException(path + ": not UTF-8; expected a text file", binary);
        }
    }
}
