package savanna.tasks.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import savanna.tasks.yaml.YamlMap;

/** Reads the {@code data} section of a task. */
public final class DataSource {
    private static final List<String> KINDS = List.of("csv", "digits", "idx", "text", "unicode-names");
    private static final int PIECE = 2_000;
    private static final int MOST = 1 << 20;

    private DataSource() {}

    /**
     * Reads it. Errors begin with the line of the key that they are about.
     *
     * @param folder of the task's file, where its data may be
     * @throws DataException if the data is not as expected
     * @throws savanna.tasks.yaml.YamlException if a key is wrong or names a file that is not there
     */
    public static Dataset read(YamlMap map, Path folder) {
        try {
            return switch (map.choice("kind", KINDS)) {
                case "digits" -> {
                    map.onlyKeys("kind", "validation", "test", "split-seed");
                    yield splits(map, 0.22, 0.22).split("digits", Digits.read());
                }
                case "csv" -> csv(map, folder);
                case "idx" -> idx(map, folder);
                case "unicode-names" -> names(map);
                default -> text(map, folder);
            };
        } catch (DataException wrong) {
            throw located(map, wrong.getMessage(), wrong);
        } catch (IOException broken) {
            throw located(map, "the data cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static DataException located(YamlMap map, String message, Exception cause) {
        String key = Stream.of("file", "images").filter(map::has).findFirst().orElse("kind");
        return new DataException(map.error(key, message).getMessage(), cause);
    }

    private static Path find(YamlMap map, String key, Path folder) {
        try {
            return DataFile.find(map.text(key), folder);
        } catch (DataException absent) {
            throw map.error(key, absent.getMessage());
        }
    }

    private static Dataset csv(YamlMap map, Path folder) throws IOException {
        map.onlyKeys("kind", "file", "height", "largest", "validation", "test", "split-seed");
        Path file = find(map, "file", folder);
        BufferedReader lines = new BufferedReader(new StringReader(DataFile.text(file)));
        Images images = Csv.read(file.toString(), lines, map.integer("height", 1, 1, MOST), (float)
                map.number("largest", 1, 1e-30, 1e30));
        return splits(map, 0.15, 0.15)
                .split(file.getFileName().toString(), images)
                .from(file);
    }

    private static Dataset idx(YamlMap map, Path folder) throws IOException {
        map.onlyKeys("kind", "images", "labels", "validation", "test", "split-seed");
        Path file = find(map, "images", folder);
        Path labels = find(map, "labels", folder);
        Images images = Idx.read(file, labels);
        return splits(map, 0.15, 0.15)
                .split(file.getFileName().toString(), images)
                .from(file, labels);
    }

    private static Dataset names(YamlMap map) {
        map.onlyKeys("kind", "level", "context", "vocabulary", "validation", "test", "split-seed");
        TextLevel level = map.choice("level", TextLevel.CHARACTER);
        List<List<String>> lines = UnicodeNames.read().stream()
                .map(name -> level.tokens(name + "\n"))
                .toList();
        return corpus(map).split("Unicode names", lines, splits(map, 0.1, 0.1));
    }

    private static Dataset text(YamlMap map, Path folder) throws IOException {
        map.onlyKeys("kind", "file", "level", "context", "vocabulary", "validation", "test", "split-seed");
        Path file = find(map, "file", folder);
        List<String> tokens = map.choice("level", TextLevel.CHARACTER).tokens(DataFile.text(file));
        if (tokens.size() < 3 * PIECE) {
            throw new DataException(file + ": " + tokens.size() + " tokens of text; expected at least " + 3 * PIECE);
        }
        return corpus(map)
                .split(file.getFileName().toString(), TextLevel.pieces(tokens, PIECE), splits(map, 0.1, 0.1))
                .from(file);
    }

    private static Corpus corpus(YamlMap map) {
        return new Corpus(map.integer("context", 16, 1, 1 << 14), map.integer("vocabulary", 256, 2, MOST));
    }

    private static Splits splits(YamlMap map, double validation, double test) {
        try {
            return new Splits(
                    map.number("validation", validation, 0, 1),
                    map.number("test", test, 0, 1),
                    map.longInteger("split-seed", 0, 0, Long.MAX_VALUE));
        } catch (IllegalArgumentException wrong) {
            throw map.error(wrong.getMessage());
        }
    }
}
