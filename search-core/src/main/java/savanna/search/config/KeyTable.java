package savanna.search.config;

import java.util.ArrayList;
import java.util.List;

/** All keys of a config, from the config records: for {@code savanna list keys} and {@code configs/KEYS.md}. */
public final class KeyTable {

    /**
     * One key.
     *
     * @param path dotted, from the root
     * @param type for users
     * @param fallback the value where it is absent; {@code required} if it must be there, empty if it may be missing
     * @param document what it means
     */
    public record Row(String path, String type, String fallback, String document) {}

    private KeyTable() {}

    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        collect(RunConfig.class, "", rows);
        return rows;
    }

    /** The page {@code configs/KEYS.md}. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("""
                # Keys of a search config

                Written by `savanna list keys --markdown`, from the config classes. Editors check configs with [schema.json](schema.json).

                """).append("| key | type | default | meaning |\n|---|---|---|---|\n");
        rows().forEach(row -> text.append("| `")
                .append(row.path)
                .append("` | ")
                .append(row.type)
                .append(" | ")
                .append(row.fallback)
                .append(" | ")
                .append(row.document)
                .append(" |\n"));
        return text.toString();
    }

    private static void collect(Class<?> type, String prefix, List<Row> rows) {
        for (ConfigKey key : ConfigKey.of(type)) {
            String path = prefix + key.name();
            if (key.isSection()) {
                rows.add(new Row(
                        path,
                        "section",
                        key.isOptional() ? "absent" : "",
                        key.key().value()));
                collect(key.type(), path + ".", rows);
            } else if (key.isSections()) {
                rows.add(new Row(path, key.typeName(), "required", key.key().value()));
                collect(key.type(), path + "[].", rows);
            } else {
                rows.add(new Row(
                        path,
                        key.typeName() + key.range(),
                        key.isRequired() ? "required" : key.key().fallback(),
                        key.key().value()));
            }
        }
    }
}
