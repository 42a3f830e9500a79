package savanna.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A table of text: columns as wide as their widest cell, numbers to the right, two spaces between; the last column
 * wraps where a width is given.
 */
final class TextTable {

    /** Columns that the last cell has at least. */
    private static final int NARROWEST = 12;

    /** Sets a note apart. */
    private static final String NOTE = "      ";

    private record Column(int width, boolean isNumeric) {}

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();
    /** By row. */
    private final Map<Integer, String> notes = new HashMap<>();

    TextTable(String... head) {
        this.head = List.of(head);
    }

    void add(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(
                    "a row of this table has " + head.size() + " cells, not " + cells.length);
        }
        rows.add(List.of(cells));
    }

    /** Lines of their own beneath the last row. */
    void note(String text) {
        notes.put(rows.size() - 1, text);
    }

    List<String> lines() {
        return lines(Integer.MAX_VALUE);
    }

    /** Lines of at most that width, as far as the columns before the last leave room for it. */
    List<String> lines(int width) {
        List<Column> columns = IntStream.range(0, head.size())
                .mapToObj(column -> new Column(width(column), isNumeric(column)))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(line(head, columns));
        int left = columns.stream()
                .limit(head.size() - 1L)
                .mapToInt(column -> column.width + 2)
                .sum();
        for (int i = 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            String last = row.get(row.size() - 1);
            List<String> parts = last.length() <= width - left
                    ? List.of(last)
                    : DerivationText.wrapped(last, Math.max(NARROWEST, width - left));
            List<String> cells = new ArrayList<>(row);
            cells.set(row.size() - 1, parts.get(0));
            lines.add(line(cells, columns));
            parts.stream().skip(1).forEach(part -> lines.add(" ".repeat(left) + part));
            if (notes.containsKey(i)) {
                DerivationText.wrapped(notes.get(i), width - NOTE.length()).forEach(line -> lines.add(NOTE + line));
            }
        }
        return lines;
    }

    private static String line(List<String> cells, List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String space = " ".repeat(Math.max(0, columns.get(i).width - cell.length()));
            line.append(i == 0 ? "" : "  ").append(columns.get(i).isNumeric ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(
                head.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches("[-+]?[0-9.,]*[0-9](e-?[0-9]+)?%?|-?"));
    }
}
