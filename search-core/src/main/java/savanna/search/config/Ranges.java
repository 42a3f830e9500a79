package savanna.search.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Holds config records to what their keys say, whether they come from YAML or from code: the constructor of each calls
 * {@link #require} with its components.
 */
final class Ranges {
    private Ranges() {}

    /**
     * Refuses values that are null or out of their key's range.
     *
     * @param values of all components, in order
     * @throws IllegalArgumentException that names the key, what was expected and what was found
     */
    static void require(Class<? extends Record> type, Object... values) {
        List<ConfigKey> keys = ConfigKey.of(type);
        if (keys.size() != values.length) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " has " + keys.size() + " keys, not " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            require(keys.get(i), values[i]);
        }
    }

    private static void require(ConfigKey key, Object value) {
        if (value == null) {
            throw key.expected(key.isSection() ? "a section" : "a " + key.typeName(), "nothing");
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> require(key, present));
        } else if (value instanceof OptionalLong optional) {
            optional.ifPresent(present -> requireNumber(key, present, present));
        } else if (value instanceof OptionalDouble optional) {
            optional.ifPresent(present -> requireNumber(key, present, present));
        } else if (value instanceof Map<?, ?> weights) {
            weights.forEach((name, weight) -> requireWeight(key, name, weight));
        } else if (value instanceof Number number) {
            requireNumber(key, number, number.doubleValue());
        } else if (value instanceof Duration time && (time.toMillis() < 1 || time.toNanosPart() % 1_000_000 != 0)) {
            throw key.expected("a time of at least 1ms, in whole milliseconds", time);
        }
    }

    private static void requireWeight(ConfigKey key, Object name, Object weight) {
        if (!(weight instanceof Integer whole
                && whole >= key.key().least()
                && whole <= key.key().most())) {
            throw key.expected("weights" + ConfigKey.range(key.key()) + ", whole numbers", weight + " for " + name);
        }
    }

    private static void requireNumber(ConfigKey key, Number value, double asDouble) {
        boolean isWithin = value instanceof Double
                ? asDouble >= key.key().least() && asDouble <= key.key().most() && !Double.isInfinite(asDouble)
                : value.longValue() >= (long) key.key().least()
                        && value.longValue() <= (long) key.key().most();
        if (!isWithin) {
            throw key.expected("a " + key.typeName() + key.range(), value);
        }
    }
}
