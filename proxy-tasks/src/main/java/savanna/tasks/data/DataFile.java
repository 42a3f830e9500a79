package savanna.tasks.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import savanna.tasks.file.BoundedFile;
import savanna.tasks.yaml.YamlMap;

/** Files that tasks name: found, unzipped, decoded, with errors that say which file and what is wrong. */
public final class DataFile {
    private static final String REMEDY = "give a part of it, or more memory: SAVANNA_MEMORY=16g allows 1 GB of data";

    /** How files begin that people take for text. */
    private enum Foreign {
        ZIP("a ZIP archive or an Excel workbook; unzip it, or save the sheet as CSV", "PK\u0003\u0004"),
        EXCEL("an old Excel workbook; save the sheet as CSV", "\u00d0\u00cf\u0011\u00e0"),
        PARQUET("a Parquet file; write it as CSV", "PAR1"),
        NUMPY("a NumPy array; write it with numpy.savetxt", "\u0093NUMPY"),
        PDF("a PDF document", "%PDF"),
        HTML("a page of HTML, perhaps saved in place of the file that it links to", "<!doctype html", "<html");

        private final String what;
        private final String[] beginnings;

        Foreign(String what, String... beginnings) {
            this.what = what;
            this.beginnings = beginnings;
        }
    }

    private DataFile() {}

    /**
     * Finds the file that a key names: at its path, beside the task's file, or in the data folder:
     * {@code $SAVANNA_DATA}, else {@code data} or {@code ../shared/data} below the working directory.
     *
     * @throws savanna.tasks.yaml.YamlException at the line of the key if it is not there
     */
    public static Path find(YamlMap map, String key, Path besideTask) {
        String name = map.text(key);
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
                    .orElseThrow(() -> map.error(
                            key,
                            name + ": no such file; looked for "
                                    + String.join(
                                            ", ",
                                            places.stream().map(Path::toString).toList())
                                    + "; set SAVANNA_DATA to the folder that holds it"));
        } catch (InvalidPathException wrong) {
            throw map.error(key, name + ": not a path: " + wrong.getReason());
        }
    }

    /** The content, unzipped if it is gzip. */
    public static byte[] bytes(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new DataException(path + ": a folder; expected a file");
        }
        try {
            byte[] raw = BoundedFile.read(path, BoundedFile.mostData(), REMEDY);
            if (raw.length < 2 || (raw[0] & 0xff) != 0x1f || (raw[1] & 0xff) != 0x8b) {
                return raw;
            }
            return BoundedFile.unzipped(path, raw, BoundedFile.mostData(), REMEDY);
        } catch (BoundedFile.TooLargeException large) {
            throw new DataException(large.getMessage(), large);
        } catch (EOFException | ZipException broken) {
            throw new DataException(
                    path + ": broken gzip (" + broken.getMessage()
                            + "); the file is truncated or damaged, expected a whole one",
                    broken);
        }
    }

    /** The content as text in UTF-8, or in UTF-16 with its mark; without a byte order mark. */
    public static String text(Path path) throws IOException {
        byte[] bytes = bytes(path);
        String beginning = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
        for (Foreign foreign : Foreign.values()) {
            for (String each : foreign.beginnings) {
                if (beginning.stripLeading().regionMatches(true, 0, each, 0, each.length())) {
                    throw new DataException(path + ": " + foreign.what + "; expected a text file");
                }
            }
        }
        boolean isUtf16 = beginning.startsWith("\u00ff\u00fe") || beginning.startsWith("\u00fe\u00ff");
        Charset charset = isUtf16 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException binary) {
            throw new DataException(path + ": not UTF-8; expected a text file; save it in UTF-8", binary);
        }
    }
}
