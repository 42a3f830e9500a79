package savanna.tasks.csv;

import java.util.List;
import java.util.Optional;

/** A column as a task names it: by the name in the header, or by its number from 1. */
record ColumnName(Optional<Integer> number, String name) {

    /** As given on a command line: a whole number counts columns. */
    static ColumnName parse(String given) {
        return given.matches("\\d{1,9}")
                ? new ColumnName(Optional.of(Integer.parseInt(given)), given)
                : new ColumnName(Optional.empty(), given);
    }

    /** The column, if there is just one. */
    Optional<Column> in(List<Column> columns) {
        if (number.isPresent()) {
            return number.filter(n -> n >= 1 && n <= columns.size()).map(n -> columns.get(n - 1));
        }
        List<Column> named =
                columns.stream().filter(column -> column.name().equals(name)).toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    String described() {
        return number.map(String::valueOf).orElse("\"" + name + "\"");
    }
}
