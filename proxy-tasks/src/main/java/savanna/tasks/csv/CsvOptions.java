package savanna.tasks.csv;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import savanna.tasks.yaml.YamlException;
import savanna.tasks.yaml.YamlMap;
import savanna.tasks.yaml.YamlNode;

/**
 * What a task says about its file; what is absent is found out.
 *
 * @param ignored columns to leave out; absent for those that only count or name the rows
 * @param height of an image; 1 for feature vectors
 * @param largest number that becomes 1
 */
record CsvOptions(
        Optional<Delimiter> delimiter,
        Optional<Decimal> decimal,
        Optional<Boolean> header,
        Optional<ColumnName> label,
        Optional<List<ColumnName>> ignored,
        Optional<Targets> targets,
        Missing missing,
        boolean standardize,
        int height,
        double largest) {

    /** What a label is. */
    enum Targets {
        CLASSES,
        NUMBERS
    }

    /** What happens to rows that lack a value. */
    enum Missing {
        REFUSE,
        DROP
    }

    /** As for a file about which nothing is said. */
    static CsvOptions none() {
        return new CsvOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Missing.REFUSE,
                false,
                1,
                1);
    }

    CsvOptions withLabel(Optional<ColumnName> given) {
        return new CsvOptions(
                delimiter, decimal, header, given, ignored, targets, missing, standardize, height, largest);
    }

    CsvOptions withIgnored(List<ColumnName> columns) {
        return new CsvOptions(
                delimiter,
                decimal,
                header,
                label,
                Optional.of(columns),
                targets,
                missing,
                standardize,
                height,
                largest);
    }

    CsvOptions withMissing(Missing treated) {
        return new CsvOptions(
                delimiter, decimal, header, label, ignored, targets, treated, standardize, height, largest);
    }

    static CsvOptions read(YamlMap map) {
        map.onlyKeys(
                "kind",
                "file",
                "label",
                "targets",
                "header",
                "delimiter",
                "decimal",
                "ignore",
                "missing",
                "standardize",
                "height",
                "largest",
                "validation",
                "test",
                "split-seed");
        return new CsvOptions(
                given(map, "delimiter").map(key -> map.choice(key, Delimiter.class)),
                given(map, "decimal").map(key -> map.choice(key, Decimal.class)),
                given(map, "header").map(key -> map.bool(key, true)),
                map.node("label").map(node -> column(map, "label", node)),
                map.node("ignore").map(node -> columns(map, node)),
                given(map, "targets").map(key -> map.choice(key, Targets.class)),
                map.choice("missing", Missing.REFUSE),
                map.bool("standardize", false),
                map.integer("height", 1, 1, 1 << 20),
                map.number("largest", 1, 1e-30, 1e30));
    }

    private static Optional<String> given(YamlMap map, String key) {
        return map.has(key) ? Optional.of(key) : Optional.empty();
    }

    private static List<ColumnName> columns(YamlMap map, YamlNode node) {
        List<YamlNode> items = node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
        return IntStream.range(0, items.size())
                .mapToObj(i -> column(map, "ignore", items.get(i)))
                .toList();
    }

    /** A plain number counts columns; in quotes it is a name. */
    private static ColumnName column(YamlMap map, String key, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || node.plain().equals("") && !scalar.quoted()) {
            throw expected(map, key, node);
        }
        return node.plain() instanceof Long number
                ? new ColumnName(Optional.of((int) Math.max(-1, Math.min(Integer.MAX_VALUE, number))), scalar.text())
                : new ColumnName(Optional.empty(), scalar.text());
    }

    private static YamlException expected(YamlMap map, String key, YamlNode node) {
        return map.error(key, "expected a column's name, or its number from 1, found " + node.described());
    }
}
