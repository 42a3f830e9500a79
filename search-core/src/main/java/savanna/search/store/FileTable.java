package savanna.search.store;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The content that a run depends on, as it was when the run began. */
public final class FileTable {

    /**
     * Content by what it is for.
     *
     * @param name what the config called it
     * @param parts SHA-256 of each of its parts, by their names
     */
    public record Content(String name, SortedMap<String, String> parts) {

        /** A line for the name, then one for each part. */
        private String text() {
            return name.lines().findFirst().orElse("")
                    + parts.entrySet().stream()
                            .map(part -> "\n" + part.getValue() + " " + part.getKey())
                            .collect(Collectors.joining());
        }

        private static Content of(String text) {
            SortedMap<String, String> parts = new TreeMap<>();
            text.lines()
                    .skip(1)
                    .map(line -> line.split(" ", 2))
                    .filter(part -> part.length == 2)
                    .forEach(part -> parts.put(part[1], part[0]));
            return new Content(text.lines().findFirst().orElse(""), parts);
        }
    }

    private static final String PREFIX = "content of ";

    private final RunDatabase database;

    FileTable(RunDatabase database) {
        this.database = database;
    }

    /** What was recorded for that role, such as {@code task} or {@code start}. */
    public Optional<Content> content(String role) {
        return value(PREFIX + role).map(Content::of);
    }

    public void record(String role, Content content) {
        database.write("INSERT INTO run VALUES (?, ?)", PREFIX + role, content.text());
        database.commit();
    }

    private Optional<String> value(String key) {
        return database.rows("SELECT value FROM run WHERE key = ?", row -> row.getString(1), key).stream()
                .findFirst();
    }
}
