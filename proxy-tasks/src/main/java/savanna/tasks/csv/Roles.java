package savanna.tasks.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which column is the label, which are features, and which are left out.
 *
 * @param why each column that is left out, for people
 */
record Roles(Column label, List<Column> features, List<String> why) {
    /** Names that people give to labels. */
    private static final Set<String> LABELS =
            Set.of("label", "labels", "class", "classes", "target", "targets", "species", "diagnosis", "outcome");

    private static final Set<String> IDENTIFIERS = Set.of("id", "index", "unnamed: 0", "");
    /** Fewer different whole numbers than this may be classes, even if there is a regression in the last column. */
    private static final int FEW = 10;

    static Roles of(Table table, CsvOptions options) {
        List<Column> left = new ArrayList<>(table.columns());
        List<String> why = new ArrayList<>();
        for (Column column : table.columns()) {
            Optional<String> reason = options.ignored()
                    .map(ignored -> ignored.stream().anyMatch(each -> table.column(each, "ignore") == column)
                            ? Optional.of("")
                            : Optional.<String>empty())
                    .orElseGet(() -> unused(column, table.rows()));
            reason.ifPresent(words -> {
                left.remove(column);
                why.add(column.described() + words);
            });
        }
        if (left.size() < 2) {
            throw table.error(
                    left.size() + " columns are left of " + table.columns().size() + "; expected features and a label");
        }
        Column label = options.label().map(name -> table.column(name, "label")).orElseGet(() -> guess(table, left));
        left.remove(label);
        return new Roles(label, List.copyOf(left), List.copyOf(why));
    }

    /** Why a column is left out that nobody speaks of. */
    private static Optional<String> unused(Column column, int rows) {
        if (column.isEmpty()) {
            return Optional.of(", which is empty");
        }
        String name = column.name().toLowerCase(Locale.ROOT);
        if (column.index() == 0 && column.countsRows()) {
            return Optional.of(", which counts the rows");
        }
        // Without a header an empty name says nothing.
        boolean isNamed = column.index() == 0 && IDENTIFIERS.contains(name) && !name.isEmpty();
        return isNamed && rows > 2 && column.isDistinctWhole()
                ? Optional.of(", whose name and numbers say that it identifies the rows")
                : Optional.empty();
    }

    private static Column guess(Table table, List<Column> left) {
        List<Column> named = left.stream()
                .filter(column -> LABELS.contains(column.name().toLowerCase(Locale.ROOT)))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (named.size() > 1) {
            throw table.error("the label may be " + words(named, " or ") + "; say which with label: "
                    + named.get(0).name() + ", and leave the other out with ignore: ["
                    + named.get(1).name() + "] if it says the same");
        }
        List<Column> texts = left.stream()
                .filter(column -> column.hasTexts() && !column.isLogical())
                .toList();
        if (texts.size() == 1) {
            return texts.get(0);
        }
        Column last = left.get(left.size() - 1);
        Column first = left.get(0);
        boolean isLastMany = texts.isEmpty() && !Label.looksLikeClasses(last);
        boolean isFirstFew =
                first != last && first.areWhole() && first.differentNumbers() <= FEW && Label.looksLikeClasses(first);
        if (isLastMany && isFirstFew) {
            throw table.error("the label may be " + last.described() + ", " + last.differentNumbers()
                    + " different numbers, or " + first.described() + ", " + first.differentNumbers()
                    + "; say label: " + (last.index() + 1) + " or label: " + (first.index() + 1));
        }
        return last;
    }

    private static String words(List<Column> columns, String joint) {
        return columns.stream().map(Column::described).collect(Collectors.joining(joint));
    }
}
