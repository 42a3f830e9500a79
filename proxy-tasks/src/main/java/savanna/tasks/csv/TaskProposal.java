package savanna.tasks.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import savanna.tasks.data.DataException;
import savanna.tasks.data.DataFile;

/**
 * A task for a file of rows: data, model and recipe, with what was assumed. Nothing is left to be found out when the
 * task is read again, so that it stays what it is.
 *
 * @param yaml of the task, with comments
 * @param assumptions for people, a line each
 */
public record TaskProposal(String yaml, List<String> assumptions) {
    private static final int SMALLEST_IMAGE_SIDE = 5;
    private static final int COMMENTS_AT = 28;

    /**
     * Looks at a file.
     *
     * @param named how the task is to name the file
     * @param label name or number of the label, where it is known
     * @throws DataException if no task can be made of it; the message says what would help
     */
    public static TaskProposal of(Path file, String named, Optional<String> label) throws IOException {
        String source = file.toString();
        String text = DataFile.text(file);
        CsvOptions options = CsvOptions.none().withLabel(label.map(ColumnName::parse));
        if (text.isBlank()) {
            throw new DataException(source + ": no data; expected lines of features and a label");
        }
        String body = CsvFile.body(text);
        Dialect dialect = Dialect.of(source, body, Optional.empty(), Optional.empty());
        Table table = Table.read(source, body, dialect, Optional.empty());
        Roles roles = Roles.of(table, options);
        List<Column> ignored = new ArrayList<>(table.columns());
        ignored.removeAll(roles.features());
        ignored.remove(roles.label());
        List<String> assumptions = new ArrayList<>();
        roles.why().forEach(why -> assumptions.add(why + ", is left out"));
        for (Column column : roles.features()) {
            if (column.hasTexts() && !column.isLogical()) {
                ignored.add(column);
                assumptions.add(column.described() + " holds texts such as \"" + column.firstText()
                        + "\" and is left out: a network takes numbers");
            } else if (2 * missing(column) > table.rows()) {
                ignored.add(column);
                assumptions.add(column.described() + " lacks " + missing(column) + " of " + table.rows()
                        + " values and is left out");
            } else if (CsvFile.looksLikeAnIdentifier(column)) {
                ignored.add(column);
                assumptions.add(column.described()
                        + " is a different whole number in each row, is taken for an identifier and left out");
            }
        }
        if (table.columns().size() - ignored.size() < 2) {
            throw table.error("no column of numbers is left as a feature beside the label, "
                    + roles.label().described() + "; the label may be another column: --label NAME");
        }
        boolean isLacking = IntStream.range(0, table.rows())
                .anyMatch(row -> roles.label().isMissingLabel(row)
                        || roles.features().stream()
                                .filter(column -> !ignored.contains(column))
                                .anyMatch(column -> column.isMissing(row)));
        CsvOptions said = options.withIgnored(ignored.stream()
                        .map(column -> new ColumnName(Optional.of(column.index() + 1), ""))
                        .toList())
                .withMissing(isLacking ? CsvOptions.Missing.DROP : CsvOptions.Missing.REFUSE);
        CsvFile read = CsvFile.parse(source, text, said);
        return new Writer(named, read, ignored, assumptions).proposal();
    }

    private static long missing(Column column) {
        return IntStream.range(0, column.size()).filter(column::isMissing).count();
    }

    /** Writes the task. */
    private record Writer(String named, CsvFile read, List<Column> ignored, List<String> assumptions) {

        TaskProposal proposal() {
            boolean isRegression = read.label() instanceof Label.Numbers;
            Optional<Integer> side = imageSide();
            int train = (int) (read.rows().length * (1 - 2 * CsvKind.VALIDATION));
            int batch = train < 200 ? 8 : train < 2_000 ? 16 : 32;
            int steps = (int) Math.max(200, Math.min(1_000, Math.round(20.0 * train / batch / 100) * 100));
            List<String> assumed = new ArrayList<>(read.findings().stream()
                    .filter(line -> !line.startsWith("hint:"))
                    .toList());
            assumed.addAll(assumptions);
            if (side.isPresent()) {
                assumed.add("the features are whole numbers up to 255, a square of them, and are taken for pixels");
            }
            List<String> lines = new ArrayList<>();
            lines.add("# What was assumed:");
            assumed.forEach(line -> lines.add("# - " + line));
            read.findings().stream()
                    .filter(line -> line.startsWith("hint:") && !line.contains("standardize"))
                    .forEach(line -> lines.add("# - " + line));
            lines.add("description: "
                    + quoted(named + ", " + read.roles().features().size() + " features, "
                            + (read.label() instanceof Label.Classes classes
                                    ? classes.names().size() + " classes"
                                    : "a regression")
                            + ", MLP, batch " + batch + ", " + steps + " steps"));
            lines.addAll(data(isRegression, side));
            lines.addAll(List.of(
                    "model:",
                    "  kind: mlp",
                    commented("hidden: [32]", "widths of hidden layers; [] is a linear model"),
                    "recipe:",
                    "  batch: " + batch,
                    commented(
                            "steps: " + steps,
                            "about " + Math.round((double) steps * batch / train) + " passes over " + train
                                    + " rows of the training split"),
                    commented("schedule: cosine", "after a warm-up over a twentieth of the steps"),
                    "  warm-up: 0.05",
                    isRegression
                            ? commented("metric: mse", "1 is the error of always guessing the mean")
                            : commented("metric: loss", "or accuracy: the share of errors"),
                    commented("seeds: 4", "trainings that a search makes of each program"),
                    commented("hurdles: [0.25, 0.5]", "where a search may end hopeless trainings"),
                    "  call-limit: 300"));
            return new TaskProposal(String.join("\n", lines) + "\n", List.copyOf(assumed));
        }

        private List<String> data(boolean isRegression, Optional<Integer> side) {
            Table table = read.table();
            List<String> lines = new ArrayList<>(List.of(
                    "data:",
                    "  kind: csv",
                    "  file: " + quoted(named),
                    "  delimiter: " + word(table.dialect().delimiter()),
                    "  decimal: " + word(table.dialect().decimal())));
            // scikit-learn's head is found out only where nothing is said.
            if (table.classNames().isEmpty()) {
                lines.add("  header: " + !table.header().equals("none"));
            }
            lines.add(commented(
                    "label: " + (read.roles().label().index() + 1),
                    read.roles().label().described()));
            lines.add(
                    isRegression
                            ? commented("targets: numbers", "or classes")
                            : commented("targets: classes", "or numbers, for a regression"));
            lines.add(commented(
                    "ignore: ["
                            + ignored.stream()
                                    .sorted(Comparator.comparing(Column::index))
                                    .map(column -> Integer.toString(column.index() + 1))
                                    .collect(Collectors.joining(", "))
                            + "]",
                    "columns that are left out, by number or name"));
            lines.add(
                    read.options().missing() == CsvOptions.Missing.DROP
                            ? commented("missing: drop", "rows that lack a value are left out")
                            : commented("missing: refuse", "or drop, to leave out rows that lack a value"));
            if (side.isPresent()) {
                lines.add("  height: " + side.get());
                lines.add("  largest: 255");
            } else {
                lines.add(commented("standardize: true", "to mean 0 and deviation 1 of the training split"));
            }
            lines.add(commented("validation: 0.15", "fitness is measured on these rows"));
            lines.add(commented("test: 0.15", "and claims are made on these"));
            return lines;
        }

        /** Side of a square of pixels, if the features look like one. */
        private Optional<Integer> imageSide() {
            int width = read.roles().features().size();
            int side = (int) Math.round(Math.sqrt(width));
            boolean arePixels = side >= SMALLEST_IMAGE_SIDE
                    && side * side == width
                    && read.label() instanceof Label.Classes
                    && IntStream.range(0, read.features().length)
                            .mapToDouble(i -> read.features()[i])
                            .allMatch(pixel -> pixel >= 0 && pixel <= 255 && pixel == Math.rint(pixel));
            return arePixels ? Optional.of(side) : Optional.empty();
        }
    }

    private static String commented(String entry, String comment) {
        return "  " + entry + " ".repeat(Math.max(1, COMMENTS_AT - entry.length())) + "# " + comment;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
