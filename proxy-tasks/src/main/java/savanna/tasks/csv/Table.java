package savanna.tasks.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import savanna.tasks.data.DataException;

/**
 * The rows and columns of a file, and what its first line is.
 *
 * @param source what messages call the input
 * @param lines of the file, from 1, on which each row stands
 * @param header what was found of a header, for people
 * @param classNames names of the classes 0, 1, ... where the header gives them; else empty
 */
record Table(
        String source, Dialect dialect, List<Column> columns, int[] lines, String header, List<String> classNames) {
    private static final int FEWEST_COLUMNS_OF_A_COUNT = 3;
    private static final int MOST_SHOWN = 12;

    int rows() {
        return lines.length;
    }

    /** An error at a row. */
    DataException error(int row, String message) {
        return new DataException(source + ":" + lines[row] + ": " + message);
    }

    DataException error(String message) {
        return new DataException(source + ": " + message);
    }

    /** The column that a key names. */
    Column column(ColumnName name, String key) {
        return name.in(columns)
                .orElseThrow(() -> error(key + ": " + name.described() + ": not one column; the columns are "
                        + columns.stream()
                                .limit(MOST_SHOWN)
                                .map(Column::described)
                                .collect(Collectors.joining(", "))
                        + (columns.size() > MOST_SHOWN ? ", ... column " + columns.size() : "")));
    }

    /** Reads a text. @param header whether the first line is one; absent to find out */
    static Table read(String source, String text, Dialect dialect, Optional<Boolean> header) {
        Reading reading = new Reading(source, dialect);
        try (Stream<CsvRecord> records = dialect.records(text).stream()) {
            records.forEach(reading::add);
        } catch (CsvParseException broken) {
            throw new DataException(
                    source + ": cannot be cut into cells: " + reason(broken)
                            + "; expected quotes that are closed, and quotes within quotes doubled",
                    broken);
        }
        return reading.table(header);
    }

    private static String reason(CsvParseException broken) {
        Throwable innermost = broken;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage();
    }

    /** The first record is kept apart until it is known whether it is a header. */
    private static final class Reading {
        private final String source;
        private final Dialect dialect;
        private final List<Column> columns = new ArrayList<>();
        private List<String> first = List.of();
        private int firstLine;
        private int[] lines = new int[16];
        private int rows;

        Reading(String source, Dialect dialect) {
            this.source = source;
            this.dialect = dialect;
            IntStream.range(0, dialect.columns()).forEach(index -> columns.add(new Column(index)));
        }

        void add(CsvRecord record) {
            int line = (int) record.getStartingLineNumber();
            List<String> cells = record.getFields();
            if (first.isEmpty()) {
                first = cells.stream().map(Dialect::clean).toList();
                firstLine = line;
                return;
            }
            requireWidth(cells, line);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).add(Dialect.clean(cells.get(i)), dialect.decimal());
            }
            if (rows == lines.length) {
                lines = Arrays.copyOf(lines, rows + rows / 2);
            }
            lines[rows++] = line;
        }

        private void requireWidth(List<String> cells, int line) {
            // Trailing delimiters make empty cells that mean nothing.
            boolean isExtraEmpty = cells.stream().skip(columns.size()).allMatch(String::isBlank);
            if (cells.size() < columns.size() || !isExtraEmpty) {
                throw new DataException(source + ":" + line + ": " + cells.size() + " columns; expected "
                        + columns.size() + " as in most lines, separated by "
                        + dialect.delimiter().plural());
            }
        }

        Table table(Optional<Boolean> asked) {
            if (first.isEmpty()) {
                throw new DataException(
                        source + ": no data; expected lines of features and a label, separated by commas");
            }
            Optional<List<String>> classNames = asked.orElse(true) ? scikitLearnClasses() : Optional.empty();
            if (classNames.isPresent()) {
                return new Table(
                        source, dialect, columns, lines(), "scikit-learn's in line " + firstLine, classNames.get());
            }
            fit();
            if (asked.orElseGet(this::looksLikeAHeader)) {
                columns.forEach(column -> column.name(first.get(column.index())));
                return new Table(source, dialect, columns, lines(), "in line " + firstLine, List.of());
            }
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).prepend(first.get(i), dialect.decimal());
            }
            int[] all = new int[rows + 1];
            all[0] = firstLine;
            System.arraycopy(lines, 0, all, 1, rows);
            return new Table(source, dialect, columns, all, "none", List.of());
        }

        private int[] lines() {
            return Arrays.copyOf(lines, rows);
        }

        /** Gives the first line as many cells as the others have, where it lacks only what means nothing. */
        private void fit() {
            int width = columns.size();
            List<String> fitted = new ArrayList<>(first);
            if (first.size() == width - 1) {
                // The others end in a delimiter; or R wrote the names of rows, without a name of their column.
                fitted.add(columns.get(width - 1).isEmpty() ? width - 1 : 0, "");
            }
            boolean fits = fitted.size() >= width && fitted.stream().skip(width).allMatch(String::isEmpty);
            if (!fits) {
                throw new DataException(source + ":" + firstLine + ": " + first.size() + " columns; expected " + width
                        + " as in most lines, separated by "
                        + dialect.delimiter().plural());
            }
            first = fitted;
        }

        /** scikit-learn begins its files with the number of rows, of features, and the names of the classes. */
        private Optional<List<String>> scikitLearnClasses() {
            boolean isSo = first.size() > 3
                    && first.get(0).equals(Integer.toString(rows))
                    && first.get(1).equals(Integer.toString(columns.size() - 1))
                    && first.stream()
                            .skip(2)
                            .allMatch(name -> Double.isNaN(dialect.decimal().parse(name)));
            return isSo ? Optional.of(first.subList(2, first.size())) : Optional.empty();
        }

        /**
         * A header names columns of numbers. A cell that says that a value is missing is no name; numbers are one only
         * where they count the columns, as pandas does.
         */
        private boolean looksLikeAHeader() {
            Map<Integer, String> names = new TreeMap<>();
            Map<Integer, String> numbers = new TreeMap<>();
            boolean isNewText = false;
            for (int i = 0; i < columns.size(); i++) {
                String cell = first.get(i);
                if (Column.isMissing(cell)) {
                    continue;
                }
                boolean isNumber = !Double.isNaN(dialect.decimal().parse(cell));
                if (columns.get(i).isNumeric()) {
                    (isNumber ? numbers : names).put(i, cell);
                } else {
                    isNewText |= !isNumber
                            && columns.get(i).hasTexts()
                            && !columns.get(i).holds(cell);
                }
            }
            if (!names.isEmpty() && !numbers.isEmpty()) {
                int name = names.keySet().iterator().next();
                int number = numbers.keySet().iterator().next();
                throw new DataException(source + ":" + firstLine + ": column " + (name + 1) + " is \""
                        + names.get(name) + "\", a name, and column " + (number + 1) + " is " + numbers.get(number)
                        + ", a number; say header: true if the line names the columns, else expected numbers only");
            }
            return !names.isEmpty() || (numbers.isEmpty() ? isNewText && rows > 1 : counts());
        }

        /** Whether the first line is 0, 1, 2, ..., perhaps after an empty cell over pandas' index. */
        private boolean counts() {
            int from = first.get(0).isEmpty() ? 1 : 0;
            return columns.size() - from >= FEWEST_COLUMNS_OF_A_COUNT
                    && IntStream.range(from, columns.size())
                            .allMatch(i -> first.get(i).equals(Integer.toString(i - from)));
        }
    }
}
