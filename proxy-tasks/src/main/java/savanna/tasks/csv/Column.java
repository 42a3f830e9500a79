package savanna.tasks.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The cells of one column: numbers where they are numbers, texts, by number, where they are not. */
final class Column {
    /** What people and programs write where a value is missing. */
    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "nil", "?", "-", "--", ".");
    /** Of these, what may also be the name of a class. */
    private static final Set<String> ALSO_NAMES = Set.of("none", "nil", "-", "--");

    private final int index;
    private String name = "";
    private double[] numbers = new double[16];
    /** The text of each cell that is not a number, from 1; empty until there is one, since most columns have none. */
    private int[] codes = new int[0];

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> codeOf = new HashMap<>();
    private int size;

    /** @param index from 0 */
    Column(int index) {
        this.index = index;
    }

    void name(String given) {
        name = given;
    }

    void add(String cell, Decimal decimal) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + size / 2);
        }
        set(size++, cell, decimal);
    }

    /** Puts a cell before all others. */
    void prepend(String cell, Decimal decimal) {
        add("0", decimal);
        System.arraycopy(numbers, 0, numbers, 1, size - 1);
        if (codes.length > 0) {
            codes = Arrays.copyOf(codes, Math.max(codes.length, size));
            System.arraycopy(codes, 0, codes, 1, size - 1);
        }
        set(0, cell, decimal);
    }

    private void set(int row, String cell, Decimal decimal) {
        numbers[row] = decimal.parse(cell);
        boolean isText = Double.isNaN(numbers[row]);
        if (isText && codes.length <= row || codes.length > 0 && codes.length <= row) {
            codes = Arrays.copyOf(codes, numbers.length);
        }
        if (codes.length > 0) {
            codes[row] = isText ? code(cell) : 0;
        }
    }

    private int code(String cell) {
        return codeOf.computeIfAbsent(cell, text -> {
            texts.add(text);
            return texts.size();
        });
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    /** What messages call it: {@code column 5 "species"}. */
    String described() {
        return "column " + (index + 1) + (name.isEmpty() ? "" : " \"" + name + "\"");
    }

    int size() {
        return size;
    }

    /** The number of a cell; NaN if it holds a text. */
    double number(int row) {
        return numbers[row];
    }

    /** The text of a cell that holds no number; the number where it does, whole ones without a fraction. */
    String text(int row) {
        return isText(row) ? texts.get(codes[row] - 1) : plain(numbers[row]);
    }

    boolean isText(int row) {
        return row < codes.length && codes[row] > 0;
    }

    boolean isMissing(int row) {
        return isText(row) && isMissing(texts.get(codes[row] - 1));
    }

    /** Whether the cell of a label is missing: some of what means that among numbers may be the name of a class. */
    boolean isMissingLabel(int row) {
        return isMissing(row) && !(hasTexts() && ALSO_NAMES.contains(text(row)));
    }

    static boolean isMissing(String cell) {
        return MISSING.contains(cell.toLowerCase(java.util.Locale.ROOT));
    }

    boolean isEmpty() {
        return IntStream.range(0, size).allMatch(this::isMissing);
    }

    /** Whether at least half of what is there are numbers. */
    boolean isNumeric() {
        long numeric = IntStream.range(0, size).filter(row -> !isText(row)).count();
        long present = IntStream.range(0, size).filter(row -> !isMissing(row)).count();
        return numeric > 0 && 2 * numeric >= present;
    }

    /** Whether most of what is there are texts. */
    boolean hasTexts() {
        return !isNumeric() && texts.stream().anyMatch(text -> !isMissing(text));
    }

    /** Whether all that is there is true or false. */
    boolean isLogical() {
        return hasTexts()
                && IntStream.range(0, size)
                        .allMatch(row ->
                                isMissing(row) || isText(row) && text(row).matches("(?i)true|false"));
    }

    /** The first text that means no missing value. */
    String firstText() {
        return texts.stream().filter(text -> !isMissing(text)).findFirst().orElse("");
    }

    boolean holds(String text) {
        return codeOf.containsKey(text);
    }

    /** Whether the cells are consecutive whole numbers from 0 or 1 on. */
    boolean countsRows() {
        return size > 2
                && (numbers[0] == 0 || numbers[0] == 1)
                && IntStream.range(0, size).allMatch(row -> numbers[row] == numbers[0] + row);
    }

    /** Whether the cells are whole numbers, no two the same. */
    boolean isDistinctWhole() {
        return areWhole()
                && IntStream.range(0, size).mapToDouble(this::number).distinct().count() == size;
    }

    /** Whether all cells that are there are whole numbers. */
    boolean areWhole() {
        return IntStream.range(0, size)
                .allMatch(row -> isMissing(row) || !isText(row) && numbers[row] == Math.rint(numbers[row]));
    }

    /** Different numbers that there are. */
    long differentNumbers() {
        return IntStream.range(0, size)
                .filter(row -> !isText(row))
                .mapToDouble(this::number)
                .distinct()
                .count();
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** A number for people: up to four digits. */
    static String brief(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e6
                ? Long.toString((long) number)
                : Double.toString(new java.math.BigDecimal(number)
                                .round(new java.math.MathContext(4))
                                .doubleValue())
                        .replaceFirst("\\.0$", "");
    }
}
