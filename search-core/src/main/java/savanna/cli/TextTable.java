package savanna.cli;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as their widest cell, numbers to the right, two spaces between. */
final class TextTable {

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
        List<String> lines = new ArrayList<>();
        lines.add(line(head, true));
        rows.forEach(row -> lines.add(line(row, false)));
        return lines;
    }

    private String line(List<String> cells, boolean isHead) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String space = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : "  ").append(isNumeric(column) ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(head.get(column).length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private boolean isNumeric(int column) {
        return rows.stream().allMatch(row -> row.get(column).matches("[-+]?[0-9.]*[0-9](e-?[0-9]+)?%?|-?"));
    }
}
