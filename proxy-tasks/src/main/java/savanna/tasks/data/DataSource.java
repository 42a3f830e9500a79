package savanna.tasks.data;

import savanna.tasks.yaml.YamlMap;

import java.util.List;

/** Reads the {@code data} section of a task. */
public final class DataSource {
    private static final List<String> KINDS = List.of("digits");

    private DataSource() {}

    /** @throws DataException if the data is not there or not as expected */
    public static Dataset read(YamlMap map) {
        return switch (map.choice("kind", KINDS)) {
            case "digits" -> {
                map.onlyKeys("kind", "validation", "test", "split-seed");
                yield splits(map, 0.22, 0.22).split("digits", Digits.read());
            }
            default -> throw new IllegalStateException("a kind of data without a reader");
        };
    }

    private static Splits splits(YamlMap map, double validation, double test) {
        try {
            return new Splits(map.number("validation", validation, 0, 1), map.number("test", test, 0, 1), map.longInteger("split-seed", 0, 0, Long.MAX_VALUE));
        } catch (IllegalArgumentException wrong) {
            throw map.error(wrong.getMessage());
        }
    }
}
