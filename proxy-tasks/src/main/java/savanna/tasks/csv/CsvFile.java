package savanna.tasks.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.tasks.data.DataException;
import savanna.tasks.data.DataFile;
import savanna.tasks.data.Dataset;
import savanna.tasks.data.Images;
import savanna.tasks.data.Measurements;
import savanna.tasks.data.Rows;
import savanna.tasks.data.Shape;
import savanna.tasks.data.Splits;

/**
 * A file of comma-separated values, and what it was found to hold.
 *
 * @param table all that is in the file
 * @param roles of its columns
 * @param rows that are used
 * @param label of these rows
 * @param features of these rows, row after row, divided by the largest
 */
record CsvFile(Table table, Roles roles, int[] rows, Label label, float[] features, CsvOptions options) {
    private static final int PLACES_SHOWN = 4;
    private static final int FEWEST_IDENTIFIERS = 20;

    /** Reads a file. @throws DataException that says what is wrong and which option mends it */
    static CsvFile read(Path file, CsvOptions options) throws IOException {
        return parse(file.toString(), DataFile.text(file), options);
    }

    /** Reads a text. @param source what messages call it */
    static CsvFile parse(String source, String text, CsvOptions options) {
        if (text.isBlank()) {
            throw new DataException(source + ": no data; expected lines of features and a label, separated by commas");
        }
        String body = body(text);
        Dialect dialect = Dialect.of(source, body, options.delimiter(), options.decimal());
        Table table = Table.read(source, body, dialect, options.header());
        Roles roles = Roles.of(table, options);
        int width = roles.features().size();
        if (width % options.height() != 0) {
            throw table.error(
                    width + " columns of features; expected the pixels of images of height " + options.height());
        }
        int[] rows = complete(table, roles, options);
        Label label = Label.of(table, roles.label(), rows, options);
        return new CsvFile(table, roles, rows, label, features(table, roles, rows, options), options);
    }

    /** The text with Excel's first line, the delimiter where it is not what the place uses, as a comment. */
    static String body(String text) {
        return text.startsWith("sep=") && text.indexOf('\n') > 4 ? "#" + text : text;
    }

    /** The rows that lack nothing. */
    private static int[] complete(Table table, Roles roles, CsvOptions options) {
        int[] complete = IntStream.range(0, table.rows())
                .filter(row -> !roles.label().isMissingLabel(row)
                        && roles.features().stream().noneMatch(column -> column.isMissing(row)))
                .toArray();
        int lacking = table.rows() - complete.length;
        if (lacking > 0 && options.missing() == CsvOptions.Missing.REFUSE || complete.length == 0) {
            throw table.error("values are missing in " + lacking + " of " + table.rows() + " rows ("
                    + places(table, roles) + "); expected none; "
                    + worst(table, roles)
                            .map(column -> column.described() + " lacks most of them: ignore: [" + (column.index() + 1)
                                    + "] leaves it out")
                            .orElse("missing: drop leaves those rows out"));
        }
        return complete;
    }

    private static String places(Table table, Roles roles) {
        List<Column> columns = new ArrayList<>(roles.features());
        columns.add(roles.label());
        List<String> places = IntStream.range(0, table.rows())
                .boxed()
                .flatMap(row -> columns.stream()
                        .filter(column -> column == roles.label() ? column.isMissingLabel(row) : column.isMissing(row))
                        .map(column -> "line " + table.lines()[row] + " " + column.described()
                                + (column.text(row).isEmpty() ? " empty" : " is " + column.text(row))))
                .limit(PLACES_SHOWN + 1L)
                .toList();
        return places.stream().limit(PLACES_SHOWN).collect(Collectors.joining(", "))
                + (places.size() > PLACES_SHOWN ? ", ..." : "");
    }

    /** A feature that is missing in more than half of the rows. */
    private static Optional<Column> worst(Table table, Roles roles) {
        return roles.features().stream()
                .filter(column -> 2
                                * IntStream.range(0, table.rows())
                                        .filter(column::isMissing)
                                        .count()
                        > table.rows())
                .findFirst();
    }

    private static float[] features(Table table, Roles roles, int[] rows, CsvOptions options) {
        List<Column> columns = roles.features();
        float[] features = new float[Math.multiplyExact(rows.length, columns.size())];
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            boolean isLogical = column.isLogical();
            for (int i = 0; i < rows.length; i++) {
                double number =
                        isLogical ? (column.text(rows[i]).equalsIgnoreCase("true") ? 1 : 0) : column.number(rows[i]);
                features[i * columns.size() + c] = (float) (number / options.largest());
                if (!Float.isFinite(features[i * columns.size() + c])) {
                    throw notANumber(table, column, rows[i], options);
                }
            }
        }
        return features;
    }

    private static DataException notANumber(Table table, Column column, int row, CsvOptions options) {
        String cell = column.text(row);
        return table.error(
                row,
                column.described() + " is \"" + cell + "\"; expected a number"
                        + (column.isText(row) ? "" : " that fits into 32 bits") + "; "
                        + remedy(table, column, row, options));
    }

    private static String remedy(Table table, Column column, int row, CsvOptions options) {
        String number = Integer.toString(column.index() + 1);
        if (column.text(row).matches("[-+]?\\d+([.,' ]\\d+)+")) {
            return "decimals are taken to begin with a "
                    + table.dialect().decimal().name().toLowerCase(java.util.Locale.ROOT)
                    + " (decimal: says otherwise), and thousands not to be separated";
        }
        if (column.hasTexts()) {
            return "ignore: [" + number + "] leaves the column out, label: " + number + " makes it the label";
        }
        return options.header().isEmpty() && table.header().equals("none") && row == 0
                ? "header: true if the line names the columns"
                : "mend it, or ignore: [" + number + "] leaves the column out";
    }

    /** The rows in their splits. Means and deviations, where wanted, are those of the training split alone. */
    Dataset dataset(String name, Splits splits) {
        int width = roles.features().size();
        float[] numbers = features.clone();
        int[] training = splits.indices(name, rows.length)[0];
        if (options.standardize()) {
            Scale.of(numbers, width, training).standardize(numbers);
        }
        Rows examples = label instanceof Label.Classes classes
                ? new Images(
                        new Shape.Image(
                                options.height(),
                                width / options.height(),
                                classes.names().size()),
                        numbers,
                        classes.classes())
                : new Measurements(new Shape.Real(width), numbers, targets((Label.Numbers) label, training));
        return splits.split(name, examples).finding(findings());
    }

    private float[] targets(Label.Numbers numbers, int[] training) {
        float[] targets = new float[rows.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) numbers.values()[i];
        }
        if (options.standardize()) {
            Scale.of(targets, 1, training).standardize(targets);
        }
        return targets;
    }

    /** What was found and decided, a line each. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        String dropped = rows.length < table.rows()
                ? ", " + (table.rows() - rows.length) + " of them left out for missing values"
                : "";
        findings.add(table.source() + ": " + table.rows() + " rows" + dropped + "; "
                + table.columns().size() + " columns separated by "
                + table.dialect().delimiter().plural()
                + (table.dialect().decimal() == Decimal.COMMA ? ", decimal commas" : "") + "; header: "
                + table.header());
        findings.add(label.described());
        findings.add("features: " + roles.features().size() + " columns"
                + (options.height() > 1
                        ? " (images of " + options.height() + " x "
                                + roles.features().size() / options.height() + ")"
                        : "")
                + (options.standardize()
                        ? ", to mean 0 and deviation 1 of the training split"
                                + (label instanceof Label.Numbers
                                        ? ", and so the label: an error of 1 is that of its mean"
                                        : "")
                        : "")
                + (roles.why().isEmpty() ? "" : "; left out: " + String.join("; ", roles.why())));
        findings.addAll(hints());
        return List.copyOf(findings);
    }

    private List<String> hints() {
        List<String> hints = new ArrayList<>();
        int[] all = IntStream.range(0, rows.length).toArray();
        if (!options.standardize()) {
            Scale.of(features, roles.features().size(), all)
                    .hint(roles.features())
                    .or(() -> label instanceof Label.Numbers numbers ? numbers.hint() : Optional.empty())
                    .ifPresent(hints::add);
        }
        roles.features().stream()
                .filter(CsvFile::looksLikeAnIdentifier)
                .forEach(column -> hints.add("hint: " + column.described()
                        + " is a different whole number in each row; if it only identifies the rows, ignore: ["
                        + (column.index() + 1) + "] leaves it out"));
        if (label instanceof Label.Classes classes) {
            roles.features().stream()
                    .filter(column -> saysTheSame(column, classes))
                    .forEach(column -> hints.add("hint: " + column.described()
                            + " says the same as the label; ignore: [" + (column.index() + 1) + "] leaves it out"));
        }
        return hints;
    }

    /** Whether the first column is a different whole number in each of many rows. */
    static boolean looksLikeAnIdentifier(Column column) {
        return column.index() == 0 && column.size() >= FEWEST_IDENTIFIERS && column.isDistinctWhole();
    }

    /** Whether a column has one number for each class, and another one for each other. */
    private boolean saysTheSame(Column column, Label.Classes classes) {
        double[] ofClass = new double[classes.names().size()];
        java.util.Arrays.fill(ofClass, Double.NaN);
        for (int i = 0; i < rows.length; i++) {
            int each = classes.classes()[i];
            double number = column.number(rows[i]);
            if (Double.isNaN(number) || !Double.isNaN(ofClass[each]) && ofClass[each] != number) {
                return false;
            }
            ofClass[each] = number;
        }
        return java.util.Arrays.stream(ofClass).distinct().count() == ofClass.length;
    }
}
