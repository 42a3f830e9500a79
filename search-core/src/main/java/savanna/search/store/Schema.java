package savanna.search.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables of a run, and views of them, from {@code schema.sql} beside this class. Change the version with any change
 * to them.
 */
final class Schema {

    static final int VERSION = 5;

    /**
     * A table or a view.
     *
     * @param creation the statement that makes it
     */
    record Table(String creation) {

        String name() {
            return creation.split(" ")[2];
        }

        /** What its rows must satisfy, apart from types, as SQL. */
        List<String> checks() {
            List<String> checks = new ArrayList<>();
            for (int at = creation.indexOf(CHECK); at >= 0; at = creation.indexOf(CHECK, at + 1)) {
                checks.add(creation.substring(at + CHECK.length(), closing(at + CHECK.length())));
            }
            return checks;
        }

        /** Where the parenthesis closes that was opened before. */
        private int closing(int from) {
            int at = from;
            for (int open = 1; open > 0; at++) {
                char next = creation.charAt(at);
                open += next == '(' ? 1 : next == ')' ? -1 : 0;
            }
            return at - 1;
        }
    }

    private static final String CHECK = "CHECK (";

    static final List<Table> TABLES = tables();

    private Schema() {}

    private static List<Table> tables() {
        String code;
        try (InputStream file = Schema.class.getResourceAsStream("schema.sql")) {
            code = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.stream(code.split(";\\s*"))
                .map(String::strip)
                .filter(table -> !table.isEmpty())
                .map(Table::new)
                .toList();
    }
}
