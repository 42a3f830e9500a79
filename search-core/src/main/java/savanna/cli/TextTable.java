package savanna.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table of text: columns as wide as their widest cell, numbers to the right, two spaces between; the last column wraps where a width is given. */
final class TextTable {

    /** Columns that the last cell has at least. */
    private static final int NARROWEST = 12;

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        this.head = List.of(head);
    }

    void add(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException("a row of this table has " + head.size() + " cells, not " + cells.length);
        }
        rows.add(List.of(cells));
    }

    List<String> lines() {
        return lines(Integer.MAX_VALUE);
    }

    /** Lines of at most that width, as far as the columns before the last leave room for it. */
    List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        lines.add(line(head));
        int left = IntStream.range(0, head.size() - 1).map(column -> width(column) + 2).sum();
        for (List<String> row : rows) {
            String last = row.get(row.size() - 1);
            List<String> parts = last.length() <= width - left ? List.of(last) : DerivationText.wrapped(last, Math.max(NARROWEST, width - left));
            List<String> cells = new ArrayList<>(row);
            cells.set(row.size() - 1, parts.get(0));
            lines.add(line(cells));
            parts.stream().skip(1).forEach(part -> lines.add(" ".repeat(left) + part));
        }
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String space = " ".repeat(Math.max(0, width(column) - cell.length()));
            line.append(column == 0 ? "" : "  ").append(isNumeric(column) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(head.get(column).length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches("[-+]?[0-9.,]*[0-9](e-?[0-9]+)?%?|-?"));
    }
}
