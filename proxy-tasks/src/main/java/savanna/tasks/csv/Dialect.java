package savanna.tasks.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import savanna.tasks.data.DataException;

/**
 * How a file writes its cells. Found out from its first lines: the delimiter that cuts most of them into equally many
 * cells, most of which are numbers.
 *
 * @param columns that most of the first lines have
 */
record Dialect(Delimiter delimiter, Decimal decimal, int columns) {
    private static final int SAMPLE_LINES = 100;
    private static final int SAMPLE_CHARACTERS = 1 << 18;
    private static final Pattern WITH_COMMA = Pattern.compile("[-+]?\\d*,\\d+([eE][-+]?\\d+)?");
    private static final Pattern WITH_POINT = Pattern.compile("[-+]?\\d*\\.\\d+([eE][-+]?\\d+)?");
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(,\\d{3})+");

    /** A way to cut the sample, and how well it suits. @param columns of most lines */
    private record Cut(Delimiter delimiter, List<List<String>> rows, int columns) {
        /** Share of the lines that have as many cells as most, times the share of numbers among their cells. */
        double quality() {
            List<List<String>> regular =
                    rows.stream().filter(row -> row.size() == columns).toList();
            long numbers = regular.stream()
                    .flatMap(List::stream)
                    .filter(cell -> !Double.isNaN(Decimal.POINT.parse(cell)) || isDecimalComma(cell))
                    .count();
            double share = (double) regular.size() / rows.size();
            // A table of texts has no numbers, and is still cut somehow.
            return share * (0.01 + (double) numbers / columns / regular.size());
        }

        private boolean isDecimalComma(String cell) {
            return delimiter != Delimiter.COMMA && WITH_COMMA.matcher(cell).matches();
        }
    }

    /**
     * Finds it out.
     *
     * @param source what messages call the input
     * @param delimiter the delimiter, where it is known
     * @param decimal likewise
     */
    static Dialect of(String source, String text, Optional<Delimiter> delimiter, Optional<Decimal> decimal) {
        String sample = sample(text);
        List<Cut> cuts = Stream.of(Delimiter.values())
                .flatMap(each -> cut(each, sample).stream())
                .sorted(Comparator.comparing(Cut::quality).reversed())
                .toList();
        Optional<Cut> best = cuts.stream().findFirst();
        if (delimiter.isPresent()) {
            Optional<Cut> asked = cuts.stream()
                    .filter(cut -> cut.delimiter() == delimiter.get())
                    .findFirst();
            if (asked.isEmpty() && best.isPresent()) {
                throw new DataException(source + ": 1 column separated by "
                        + delimiter.get().plural() + ", but " + best.get().columns() + " separated by "
                        + best.get().delimiter().plural() + "; expected delimiter: "
                        + word(best.get().delimiter()));
            }
            best = asked;
        }
        Cut cut = best.orElseThrow(() -> new DataException(source
                + ": 1 column; expected features and a label, separated by commas, semicolons, tabs, bars or blanks"));
        return new Dialect(cut.delimiter(), decimal.orElseGet(() -> decimal(source, cut)), cut.columns());
    }

    private static String word(Delimiter delimiter) {
        return delimiter.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Decimal decimal(String source, Cut cut) {
        List<String> commas = cut.rows().stream()
                .flatMap(List::stream)
                .filter(cell -> WITH_COMMA.matcher(cell).matches())
                .toList();
        boolean hasPoints = cut.rows().stream()
                .flatMap(List::stream)
                .anyMatch(cell -> WITH_POINT.matcher(cell).matches());
        if (commas.isEmpty() || hasPoints) {
            return Decimal.POINT;
        }
        if (cut.delimiter() == Delimiter.COMMA
                && commas.stream().allMatch(cell -> THOUSANDS.matcher(cell).matches())) {
            throw new DataException(
                    source + ": \"" + commas.get(0)
                            + "\" may have a decimal comma or one between thousands; say decimal: comma, or write the numbers without commas");
        }
        return Decimal.COMMA;
    }

    private static Optional<Cut> cut(Delimiter delimiter, String sample) {
        List<List<String>> rows = new ArrayList<>();
        try (Stream<CsvRecord> records = records(delimiter, sample).stream()) {
            records.limit(SAMPLE_LINES)
                    .forEach(record -> rows.add(
                            record.getFields().stream().map(Dialect::clean).toList()));
        } catch (CsvParseException broken) {
            // Told where the whole text is read: with a quote that is not closed there is no second column either.
            if (rows.isEmpty()) {
                return Optional.empty();
            }
        }
        Map<Integer, Long> counts = rows.stream().collect(Collectors.groupingBy(List::size, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() > 1)
                .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> new Cut(delimiter, rows, entry.getKey()));
    }

    /** The first lines, all of them whole. */
    private static String sample(String text) {
        if (text.length() <= SAMPLE_CHARACTERS) {
            return text;
        }
        int end = text.lastIndexOf('\n', SAMPLE_CHARACTERS);
        return text.substring(0, end < 0 ? SAMPLE_CHARACTERS : end);
    }

    /** The lines of a text as records, without empty lines and those that begin with #. */
    CsvReader<CsvRecord> records(String text) {
        return records(delimiter, text);
    }

    private static CsvReader<CsvRecord> records(Delimiter delimiter, String text) {
        return CsvReader.builder()
                .fieldSeparator(delimiter.character())
                .commentStrategy(CommentStrategy.SKIP)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(true)
                .ofCsvRecord(delimiter.prepared(text));
    }

    /** A cell without blanks around it, nor single quotes, which the format does not know but people use. */
    static String clean(String cell) {
        String stripped = cell.strip();
        int last = stripped.length() - 1;
        return last > 0 && stripped.charAt(0) == '\'' && stripped.charAt(last) == '\''
                ? stripped.substring(1, last).strip()
                : stripped;
    }
}
