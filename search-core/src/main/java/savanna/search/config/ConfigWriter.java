package savanna.search.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Writes config records as YAML, every key spelled out; reading it back gives an equal record. */
final class ConfigWriter {
    private ConfigWriter() {}

    static String yaml(Record config) {
        StringBuilder text = new StringBuilder();
        write(config, "", text);
        return text.toString();
    }

    private static void write(Record config, String indent, StringBuilder text) {
        for (ConfigKey key : ConfigKey.of(config.getClass())) {
            Optional<Object> value = value(config, key.component());
            if (value.isPresent() && value.get() instanceof Record section) {
                text.append(indent).append(key.name()).append(":\n");
                write(section, indent + "  ", text);
            } else {
                value.ifPresent(present -> text.append(indent)
                        .append(key.name())
                        .append(": ")
                        .append(scalar(present))
                        .append('\n'));
            }
        }
    }

    private static Optional<Object> value(Record config, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(config);
            if (value instanceof Optional<?> optional) {
                return optional.map(present -> present);
            }
            if (value instanceof OptionalLong optional) {
                return optional.isPresent() ? Optional.of(optional.getAsLong()) : Optional.empty();
            }
            if (value instanceof OptionalDouble optional) {
                return optional.isPresent() ? Optional.of(optional.getAsDouble()) : Optional.empty();
            }
            return Optional.of(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static String scalar(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
        }
        if (value instanceof Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigWriter::scalar).toList().toString();
        }
        return value instanceof String text
                ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : value.toString();
    }
}
