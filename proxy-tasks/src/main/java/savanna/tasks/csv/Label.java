package savanna.tasks.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The targets of the rows that are used: the class of each, by name, or its number. */
sealed interface Label {

    /** What was found, for people. */
    String described();

    /** @param names in the order of the classes @param classes of the rows */
    record Classes(Column column, List<String> names, int[] classes) implements Label {
        private static final int SHOWN = 12;

        @Override
        public String described() {
            long[] counts = new long[names.size()];
            for (int each : classes) {
                counts[each]++;
            }
            return "label: " + column.described() + ", " + names.size() + " classes: "
                    + IntStream.range(0, Math.min(SHOWN, names.size()))
                            .mapToObj(i -> names.get(i) + " " + counts[i])
                            .collect(Collectors.joining(", "))
                    + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
        }
    }

    /** @param values of the rows */
    record Numbers(Column column, double[] values) implements Label {
        /** What to do about targets whose size makes training hard. */
        Optional<String> hint() {
            float[] raw = new float[values.length];
            IntStream.range(0, raw.length).forEach(i -> raw[i] = (float) values[i]);
            return Scale.of(raw, 1, IntStream.range(0, raw.length).toArray()).hint(List.of(column));
        }

        @Override
        public String described() {
            double least = IntStream.range(0, values.length)
                    .mapToDouble(i -> values[i])
                    .min()
                    .orElseThrow();
            double most = IntStream.range(0, values.length)
                    .mapToDouble(i -> values[i])
                    .max()
                    .orElseThrow();
            return "label: " + column.described() + ", numbers from " + Column.brief(least) + " to "
                    + Column.brief(most) + ", so a regression: the loss is the mean squared error";
        }
    }

    /** Reads the label of some rows. */
    static Label of(Table table, Column column, int[] rows, CsvOptions options) {
        boolean isClasses = options.targets()
                .map(targets -> targets == CsvOptions.Targets.CLASSES)
                .orElseGet(() -> looksLikeClasses(column));
        return isClasses ? classes(table, column, rows) : numbers(table, column, rows);
    }

    /**
     * Texts are classes. Whole numbers are if there are few of them for so many rows: a score from 3 to 9 on 1,599
     * rows, but not 214 different ones on 442.
     */
    static boolean looksLikeClasses(Column column) {
        if (column.hasTexts()) {
            return true;
        }
        long different = column.differentNumbers();
        boolean isFew = different <= 20 && different <= Math.max(2, column.size() / 4);
        return column.areWhole() && (isFew || 50 * different <= column.size());
    }

    private static Label classes(Table table, Column column, int[] rows) {
        Map<String, Double> found = new LinkedHashMap<>();
        for (int row : rows) {
            found.putIfAbsent(column.text(row), column.number(row));
        }
        boolean isNumeric = found.values().stream().noneMatch(value -> Double.isNaN(value));
        List<String> names = new ArrayList<>(found.keySet());
        names.sort(isNumeric ? Comparator.comparing(found::get) : Comparator.naturalOrder());
        if (names.size() < 2) {
            throw table.error("label " + column.described() + " is \"" + names.get(0)
                    + "\" in every row; expected at least two classes; the label may be another column: label: NAME");
        }
        if (names.size() > 20 && 2 * names.size() > rows.length) {
            throw table.error("label " + column.described() + " holds " + names.size() + " different "
                    + (isNumeric ? "numbers" : "texts") + " in " + rows.length + " rows, such as \"" + names.get(0)
                    + "\"; expected classes"
                    + (isNumeric ? ", or targets: numbers for a regression" : "; the label may be another column"));
        }
        Map<String, Integer> index =
                IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(names::get, i -> i));
        int[] classes =
                IntStream.of(rows).map(row -> index.get(column.text(row))).toArray();
        return new Classes(column, named(names, table.classNames()), classes);
    }

    /** Where the file says what the classes 0, 1, ... are called. */
    private static List<String> named(List<String> names, List<String> given) {
        boolean isCount =
                IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals(Integer.toString(i)));
        return isCount && names.size() == given.size() ? given : names;
    }

    private static Label numbers(Table table, Column column, int[] rows) {
        for (int row : rows) {
            if (column.isText(row) || !Float.isFinite((float) column.number(row))) {
                throw table.error(
                        row,
                        column.described() + " is \"" + column.text(row)
                                + "\"; expected a number, the target of a regression");
            }
        }
        double[] values = IntStream.of(rows).mapToDouble(column::number).toArray();
        if (column.differentNumbers() < 2) {
            throw table.error("label " + column.described() + " is " + Column.brief(values[0])
                    + " in every row; expected different numbers; the label may be another column: label: NAME");
        }
        return new Numbers(column, values);
    }
}
